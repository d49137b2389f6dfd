#include "base/utf8.h"

static bool continues(struct slice s, size_t count) {
    if (s.len <= count)
        return false;
    for (size_t i = 1; i <= count; i++)
        if ((s.data[i] & 0xC0) != 0x80)
            return false;
    return true;
}

size_t utf8_sequence(struct slice s, uint32_t *ret_code_point) {
    if (s.len == 0)
        return 0;
    const uint8_t *p = s.data;
    uint32_t cp;
    if (p[0] < 0x80) {
        *ret_code_point = p[0];
        return 1;
    }
    if (p[0] >= 0xC2 && p[0] <= 0xDF && continues(s, 1)) {
        *ret_code_point = (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
        return 2;
    }
    if ((p[0] & 0xF0) == 0xE0 && continues(s, 2)) {
        cp = (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
        if (cp < 0x800 || (cp >= 0xD800 && cp <= 0xDFFF))
            return 0;
        *ret_code_point = cp;
        return 3;
    }
    if (p[0] >= 0xF0 && p[0] <= 0xF4 && continues(s, 3)) {
        cp = (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
        if (cp < 0x10000 || cp > 0x10FFFF)
            return 0;
        *ret_code_point = cp;
        return 4;
    }
    return 0;
}

void utf8_append(struct buffer *out, uint32_t cp) {
    uint8_t b[4];
    if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        cp = 0xFFFD;
    if (cp < 0x80) {
        buffer_add_byte(out, (uint8_t)cp);
    } else if (cp < 0x800) {
        b[0] = (uint8_t)(0xC0 | cp >> 6);
        b[1] = (uint8_t)(0x80 | (cp & 0x3F));
        buffer_append(out, slice_of(b, 2));
    } else if (cp < 0x10000) {
        b[0] = (uint8_t)(0xE0 | cp >> 12);
        b[1] = (uint8_t)(0x80 | (cp >> 6 & 0x3F));
        b[2] = (uint8_t)(0x80 | (cp & 0x3F));
        buffer_append(out, slice_of(b, 3));
    } else {
        b[0] = (uint8_t)(0xF0 | cp >> 18);
        b[1] = (uint8_t)(0x80 | (cp >> 12 & 0x3F));
        b[2] = (uint8_t)(0x80 | (cp >> 6 & 0x3F));
        b[3] = (uint8_t)(0x80 | (cp & 0x3F));
        buffer_append(out, slice_of(b, 4));
    }
}

void utf8_append_valid(struct buffer *out, struct slice s) {
    uint32_t cp = 0;
    size_t good = 0;
    while (good < s.len) {
        size_t n = utf8_sequence(slice_from(s, good), &cp);
        if (n) {
            good += n;
            continue;
        }
        buffer_append(out, slice_sub(s, 0, good));
        utf8_append(out, 0xFFFD);
        s = slice_from(s, good + 1);
        good = 0;
    }
    buffer_append(out, s);
}

bool utf8_is_valid(struct slice s) {
    uint32_t cp = 0;
    while (s.len) {
        size_t n = utf8_sequence(s, &cp);
        if (n == 0)
            return false;
        s = slice_from(s, n);
    }
    return true;
}
