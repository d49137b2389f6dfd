#include "format/der.h"

#include "base/reader.h"

enum { LONG_FORM = 0x80, HIGH_TAG = 0x1F, CONSTRUCTED = 0x20, MAX_LENGTH_BYTES = 8 };

struct der_cursor der_cursor_of(struct slice bytes) {
    return (struct der_cursor){bytes.data, bytes};
}

struct der_cursor der_inside(const struct der_cursor *c, const struct der *e) {
    return (struct der_cursor){c->start, e->content};
}

size_t der_offset(const struct der_cursor *c) { return c->rest.data ? (size_t)(c->rest.data - c->start) : 0; }

static bool read_tag(struct reader *r, struct der *e, struct error *err) {
    uint8_t first = reader_u8(r);
    e->class = (enum der_class)(first >> 6);
    e->constructed = (first & CONSTRUCTED) != 0;
    e->tag = first & HIGH_TAG;
    if (e->tag != HIGH_TAG)
        return true;
    uint64_t tag = 0;
    uint8_t byte = reader_u8(r);
    if (byte == LONG_FORM)
        return error_set(err, "offset %zu: the tag number begins with a zero", e->offset);
    for (;; byte = reader_u8(r)) {
        tag = tag << 7 | (byte & 0x7F);
        if (tag > UINT32_MAX)
            return error_set(err, "offset %zu: the tag number has more than 32 bits", e->offset);
        if (!(byte & 0x80))
            break;
        if (!reader_ok(r))
            return true; /* told by the caller */
    }
    if (reader_ok(r) && tag < HIGH_TAG)
        return error_set(err, "offset %zu: tag %u is not written in the fewest bytes", e->offset, (unsigned)tag);
    e->tag = (uint32_t)tag;
    return true;
}

static bool read_length(struct reader *r, const struct der *e, uint64_t *ret_length, struct error *err) {
    uint8_t first = reader_u8(r);
    *ret_length = first;
    if (first < LONG_FORM)
        return true;
    size_t width = first & 0x7F;
    if (width == 0)
        return error_set(err, "offset %zu: the length is indefinite, which DER does not allow", e->offset);
    if (width > MAX_LENGTH_BYTES)
        return error_set(err, "offset %zu: the length takes %zu bytes", e->offset, width);
    uint64_t length = reader_uint_be(r, width);
    if (reader_ok(r) && (length < LONG_FORM || (width > 1 && length >> (8 * (width - 1)) == 0)))
        return error_set(err, "offset %zu: the length %llu is not written in the fewest bytes", e->offset, (unsigned long long)length);
    *ret_length = length;
    return true;
}

bool der_next(struct der_cursor *c, struct der *ret, struct error *err) {
    struct der e = {.offset = der_offset(c)};
    struct reader r = reader_of(c->rest);
    uint64_t length = 0;
    if (der_at_end(c))
        return error_set(err, "offset %zu: an element is missing", e.offset);
    if (!read_tag(&r, &e, err) || !read_length(&r, &e, &length, err))
        return false;
    if (!reader_ok(&r))
        return error_set(err, "offset %zu: the element is cut off", e.offset);
    if (length > reader_left(&r))
        return error_set(err, "offset %zu: the element has %llu bytes, %zu are left", e.offset, (unsigned long long)length,
                         reader_left(&r));
    e.content = slice_sub(c->rest, r.offset, (size_t)length);
    e.whole = slice_sub(c->rest, 0, r.offset + (size_t)length);
    c->rest = slice_from(c->rest, e.whole.len);
    *ret = e;
    return true;
}

bool der_expect(struct der_cursor *c, enum der_class class, uint32_t tag, const char *what, struct der *ret, struct error *err) {
    struct der e;
    if (!der_next(c, &e, err))
        return error_wrap(err, "%s", what);
    if (!der_is(&e, class, tag))
        return error_set(err, "%s: offset %zu: class %d tag %u stands where class %d tag %u is expected", what, e.offset, (int)e.class,
                         e.tag, (int)class, tag);
    *ret = e;
    return true;
}

bool der_unsigned(const struct der *e, uint64_t *ret_value, struct error *err) {
    struct slice s = e->content;
    if (s.len == 0 || (s.len > 1 && s.data[0] == 0 && !(s.data[1] & 0x80)))
        return error_set(err, "offset %zu: the number is not written in the fewest bytes", e->offset);
    if (s.data[0] & 0x80)
        return error_set(err, "offset %zu: the number is negative", e->offset);
    if (s.data[0] == 0)
        s = slice_from(s, 1);
    if (s.len > 8)
        return error_set(err, "offset %zu: the number has more than 64 bits", e->offset);
    uint64_t value = 0;
    for (size_t i = 0; i < s.len; i++)
        value = value << 8 | s.data[i];
    *ret_value = value;
    return true;
}

bool der_boolean(const struct der *e, bool *ret_value, struct error *err) {
    if (e->content.len != 1 || (e->content.data[0] != 0 && e->content.data[0] != 0xFF))
        return error_set(err, "offset %zu: a boolean is one byte, 00 or FF", e->offset);
    *ret_value = e->content.data[0] != 0;
    return true;
}
