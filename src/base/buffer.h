/*
 * buffer: bytes that grow up to a maximum fixed at creation.
 *
 * Failure is sticky: once an append does not fit (or memory is short), the
 * buffer stays failed and later appends do nothing, so a writer checks once at
 * the end with buffer_ok().
 *
 *     struct buffer out CLEANUP_BUFFER = buffer_with_limit(1 << 20);
 *     buffer_printf(&out, "%d findings\n", n);
 *     if (!buffer_ok(&out)) ...
 */
#ifndef TAILOR_BASE_BUFFER_H
#define TAILOR_BASE_BUFFER_H

#include "base/slice.h"

struct buffer {
    uint8_t *data;
    size_t len, capacity, limit;
    bool failed;
};

static inline struct buffer buffer_with_limit(size_t limit) { return (struct buffer){.limit = limit}; }
void buffer_free(struct buffer *b);
void buffer_clear(struct buffer *b); /* forgets the bytes, keeps the memory */
bool buffer_reserve(struct buffer *b, size_t more) MUST_USE;
void buffer_append(struct buffer *b, struct slice s);
void buffer_add_str(struct buffer *b, const char *text);
void buffer_add_byte(struct buffer *b, uint8_t byte);
void buffer_printf(struct buffer *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buffer_drop_front(struct buffer *b, size_t count); /* moves the rest to the start */
static inline bool buffer_ok(const struct buffer *b) { return !b->failed; }
static inline struct slice buffer_slice(const struct buffer *b) { return slice_of(b->data, b->len); }

#define CLEANUP_BUFFER __attribute__((cleanup(buffer_free)))

#endif
