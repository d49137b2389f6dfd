#include "base/reader.h"

struct slice reader_bytes(struct reader *r, size_t count) {
    if (r->failed || count > r->bytes.len - r->offset) {
        r->failed = true;
        return slice_of(NULL, 0);
    }
    struct slice s = slice_of(r->bytes.data ? r->bytes.data + r->offset : NULL, count);
    r->offset += count;
    return s;
}

void reader_skip(struct reader *r, size_t count) { (void)reader_bytes(r, count); }

void reader_seek(struct reader *r, size_t offset) {
    if (offset > r->bytes.len)
        r->failed = true;
    else if (!r->failed)
        r->offset = offset;
}

uint64_t reader_uint_be(struct reader *r, size_t width) {
    if (width < 1 || width > 8) {
        r->failed = true;
        return 0;
    }
    struct slice s = reader_bytes(r, width);
    uint64_t value = 0;
    for (size_t i = 0; i < s.len; i++)
        value = value << 8 | s.data[i];
    return value;
}

static uint64_t uint_le(struct reader *r, size_t width) {
    struct slice s = reader_bytes(r, width);
    uint64_t value = 0;
    for (size_t i = s.len; i > 0; i--)
        value = value << 8 | s.data[i - 1];
    return value;
}

uint8_t reader_u8(struct reader *r) { return (uint8_t)reader_uint_be(r, 1); }
uint16_t reader_u16be(struct reader *r) { return (uint16_t)reader_uint_be(r, 2); }
uint32_t reader_u32be(struct reader *r) { return (uint32_t)reader_uint_be(r, 4); }
uint64_t reader_u64be(struct reader *r) { return reader_uint_be(r, 8); }
uint16_t reader_u16le(struct reader *r) { return (uint16_t)uint_le(r, 2); }
uint32_t reader_u32le(struct reader *r) { return (uint32_t)uint_le(r, 4); }
uint64_t reader_u64le(struct reader *r) { return uint_le(r, 8); }
