#include "base/base64.h"

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void base64_append(struct buffer *out, struct slice bytes) {
    for (size_t at = 0; at < bytes.len; at += 3) {
        size_t n = bytes.len - at < 3 ? bytes.len - at : 3;
        uint32_t word = 0;
        for (size_t i = 0; i < 3; i++)
            word = word << 8 | (i < n ? bytes.data[at + i] : 0);
        for (size_t i = 0; i < 4; i++)
            buffer_add_byte(out, i <= n ? (uint8_t)digits[word >> (18 - 6 * i) & 63] : '=');
    }
}

int base64_digit(uint8_t c) {
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

static bool is_blank(uint8_t c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool base64_read(struct slice text, struct arena *arena, struct slice *ret_bytes) {
    uint8_t *out = arena_alloc(arena, text.len / 4 * 3 + 3);
    uint32_t word = 0;
    size_t n = 0, n_digits = 0, padding = 0;
    for (size_t i = 0; out && i < text.len; i++) {
        uint8_t c = text.data[i];
        if (is_blank(c))
            continue;
        if (c == '=') {
            padding++;
            continue;
        }
        int value = base64_digit(c);
        if (value < 0 || padding)
            return false;
        word = word << 6 | (uint32_t)value;
        if (++n_digits % 4 == 0) {
            out[n++] = (uint8_t)(word >> 16);
            out[n++] = (uint8_t)(word >> 8);
            out[n++] = (uint8_t)word;
        }
    }
    size_t rest = n_digits % 4;
    if (!out || rest == 1 || padding > 2)
        return false;
    if (rest)
        out[n++] = (uint8_t)(rest == 2 ? word >> 4 : word >> 10);
    if (rest == 3)
        out[n++] = (uint8_t)(word >> 2);
    *ret_bytes = slice_of(out, n);
    return true;
}
