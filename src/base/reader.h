/*
 * reader: a cursor over untrusted bytes with sticky failure.
 *
 * Every read past the end fails the reader; from then on reads return zero and
 * move nothing, so a parser reads like the format's own table and checks once:
 *
 *     struct reader r = reader_of(bytes);
 *     uint32_t magic = reader_u32be(&r);
 *     uint16_t count = reader_u16le(&r);
 *     struct slice name = reader_bytes(&r, count);
 *     if (!reader_ok(&r))
 *         return error_set(err, "header cut short at offset %zu", r.offset);
 */
#ifndef TAILOR_BASE_READER_H
#define TAILOR_BASE_READER_H

#include "base/slice.h"

struct reader {
    struct slice bytes;
    size_t offset; /* of the next byte; stays at the failing read */
    bool failed;
};

static inline struct reader reader_of(struct slice bytes) { return (struct reader){.bytes = bytes}; }
static inline bool reader_ok(const struct reader *r) { return !r->failed; }
static inline size_t reader_left(const struct reader *r) { return r->failed ? 0 : r->bytes.len - r->offset; }

struct slice reader_bytes(struct reader *r, size_t count); /* {NULL, 0} on failure */
void reader_skip(struct reader *r, size_t count);
void reader_seek(struct reader *r, size_t offset); /* fails when past the end */
uint8_t reader_u8(struct reader *r);
uint16_t reader_u16be(struct reader *r);
uint32_t reader_u32be(struct reader *r);
uint64_t reader_u64be(struct reader *r);
uint16_t reader_u16le(struct reader *r);
uint32_t reader_u32le(struct reader *r);
uint64_t reader_u64le(struct reader *r);
/* A big-endian unsigned integer of 1 to 8 bytes; any other width fails. */
uint64_t reader_uint_be(struct reader *r, size_t width);

#endif
