#include "format/der_write.h"

enum { LONG_FORM = 0x80, HIGH_TAG = 0x1F, CONSTRUCTED = 0x20 };

/* The bytes of a number, highest first, without leading zeros: at least one. */
static size_t big_endian(uint64_t value, uint8_t out[8]) {
    size_t n = 1;
    while (n < 8 && value >> (8 * n))
        n++;
    for (size_t i = 0; i < n; i++)
        out[i] = (uint8_t)(value >> (8 * (n - 1 - i)));
    return n;
}

static void put_identifier(struct buffer *out, enum der_class class, bool constructed, uint32_t tag) {
    uint8_t bytes[6], first = (uint8_t)((unsigned)class << 6 | (constructed ? CONSTRUCTED : 0));
    size_t n = 0;
    bytes[n++] = tag < HIGH_TAG ? (uint8_t)(first | tag) : first | HIGH_TAG;
    int shift = 28;
    while (shift > 0 && tag >> shift == 0)
        shift -= 7;
    for (; tag >= HIGH_TAG && shift >= 0; shift -= 7)
        bytes[n++] = (uint8_t)((shift ? LONG_FORM : 0) | (tag >> shift & 0x7F));
    buffer_append(out, slice_of(bytes, n));
}

/* The bytes of a length. */
static size_t length_bytes(size_t length, uint8_t out[9]) {
    if (length < LONG_FORM) {
        out[0] = (uint8_t)length;
        return 1;
    }
    size_t n = big_endian(length, out + 1);
    out[0] = (uint8_t)(LONG_FORM | n);
    return n + 1;
}

size_t der_open(struct buffer *out, enum der_class class, uint32_t tag) {
    put_identifier(out, class, true, tag);
    return out->len;
}

/* The content stands where its length belongs: it makes room. */
void der_close(struct buffer *out, size_t opened) {
    uint8_t length[9];
    if (out->failed || opened > out->len)
        return;
    size_t content = out->len - opened, n = length_bytes(content, length);
    buffer_append(out, slice_of(length, n)); /* room; a failure is kept there */
    if (out->failed)
        return;
    memmove(out->data + opened + n, out->data + opened, content);
    memcpy(out->data + opened, length, n);
}

void der_put(struct buffer *out, enum der_tag tag, struct slice content) {
    uint8_t head[16] = {(uint8_t)tag}; /* a tag of class UNIVERSAL takes one byte */
    size_t n = 1 + length_bytes(content.len, head + 1);
    if (!buffer_reserve(out, n + content.len))
        return;
    memcpy(out->data + out->len, head, n);
    if (content.len)
        memcpy(out->data + out->len + n, content.data, content.len);
    out->len += n + content.len;
}

void der_put_unsigned(struct buffer *out, uint64_t value) {
    uint8_t bytes[9] = {0};
    size_t n = big_endian(value, bytes + 1);
    bool sign = bytes[1] & 0x80; /* a number above zero has no sign bit */
    der_put(out, DER_INTEGER, sign ? slice_of(bytes, n + 1) : slice_of(bytes + 1, n));
}

void der_put_boolean(struct buffer *out, bool value) {
    uint8_t byte = value ? 0xFF : 0;
    der_put(out, DER_BOOLEAN, slice_of(&byte, 1));
}
