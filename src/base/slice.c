#include "base/slice.h"

#include <stdlib.h>

static bool is_space(uint8_t c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static uint8_t lower(uint8_t c) { return (c >= 'A' && c <= 'Z') ? (uint8_t)(c + 32) : c; }

struct slice slice_sub(struct slice s, size_t offset, size_t len) {
    if (offset >= s.len)
        return (struct slice){s.data ? s.data + s.len : NULL, 0};
    size_t left = s.len - offset;
    return (struct slice){s.data + offset, len < left ? len : left};
}

struct slice slice_from(struct slice s, size_t offset) {
    return slice_sub(s, offset, SIZE_MAX);
}

bool slice_equal(struct slice a, struct slice b) { return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0); }

bool slice_is(struct slice s, const char *text) { return slice_equal(s, slice_str(text)); }

bool slice_is_nocase(struct slice s, const char *text) {
    struct slice t = slice_str(text);
    if (s.len != t.len)
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (lower(s.data[i]) != lower(t.data[i]))
            return false;
    return true;
}

bool slice_starts_with(struct slice s, const char *prefix) { return slice_is(slice_sub(s, 0, strlen(prefix)), prefix); }

bool slice_ends_with(struct slice s, const char *suffix) {
    size_t n = strlen(suffix);
    return s.len >= n && slice_is(slice_from(s, s.len - n), suffix);
}

bool slice_contains_nocase(struct slice s, const char *text) {
    size_t n = strlen(text);
    for (size_t i = 0; n && i + n <= s.len; i++)
        if (slice_is_nocase(slice_sub(s, i, n), text))
            return true;
    return false;
}

int slice_hex_digit(uint8_t c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool slice_contains(struct slice s, const char *text) { return slice_find_str(s, text) != SLICE_NOT_FOUND; }

size_t slice_find(struct slice s, struct slice needle) {
    if (needle.len == 0)
        return 0;
    if (needle.len > s.len)
        return SLICE_NOT_FOUND;
    const uint8_t *hit = memmem(s.data, s.len, needle.data, needle.len);
    return hit ? (size_t)(hit - s.data) : SLICE_NOT_FOUND;
}

size_t slice_find_str(struct slice s, const char *needle) { return slice_find(s, slice_str(needle)); }

size_t slice_find_byte(struct slice s, uint8_t byte) {
    const uint8_t *hit = s.len ? memchr(s.data, byte, s.len) : NULL;
    return hit ? (size_t)(hit - s.data) : SLICE_NOT_FOUND;
}

struct slice slice_trim(struct slice s) {
    while (s.len && is_space(s.data[0]))
        s = slice_from(s, 1);
    while (s.len && is_space(s.data[s.len - 1]))
        s.len--;
    return s;
}

bool slice_next_line(struct slice *rest, struct slice *ret_line) {
    if (rest->len == 0)
        return false;
    size_t end = slice_find_byte(*rest, '\n');
    struct slice line = slice_sub(*rest, 0, end);
    *rest = end == SLICE_NOT_FOUND ? slice_from(*rest, rest->len) : slice_from(*rest, end + 1);
    if (line.len && line.data[line.len - 1] == '\r')
        line.len--;
    *ret_line = line;
    return true;
}

bool slice_next_word(struct slice *rest, struct slice *ret_word) {
    size_t start = 0;
    while (start < rest->len && is_space(rest->data[start]))
        start++;
    size_t end = start;
    while (end < rest->len && !is_space(rest->data[end]))
        end++;
    if (end == start)
        return false;
    *ret_word = slice_sub(*rest, start, end - start);
    *rest = slice_from(*rest, end);
    return true;
}

bool slice_cut(struct slice s, const char *separator, struct slice *ret_before, struct slice *ret_after) {
    size_t at = slice_find_str(s, separator);
    if (at == SLICE_NOT_FOUND)
        return false;
    *ret_before = slice_sub(s, 0, at);
    *ret_after = slice_from(s, at + strlen(separator));
    return true;
}

static int digit_value(uint8_t c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    c = lower(c);
    return (c >= 'a' && c <= 'f') ? c - 'a' + 10 : 99;
}

bool slice_to_int64(struct slice s, int64_t *ret_value) {
    bool negative = s.len && s.data[0] == '-';
    if (s.len && (s.data[0] == '-' || s.data[0] == '+'))
        s = slice_from(s, 1);
    unsigned base = 10;
    if (slice_starts_with(s, "0x") || slice_starts_with(s, "0X")) {
        base = 16;
        s = slice_from(s, 2);
    }
    if (s.len == 0)
        return false;
    uint64_t value = 0;
    const uint64_t limit = (uint64_t)INT64_MAX + (negative ? 1u : 0u);
    for (size_t i = 0; i < s.len; i++) {
        unsigned digit = (unsigned)digit_value(s.data[i]);
        if (digit >= base || value > (limit - digit) / base)
            return false;
        value = value * base + digit;
    }
    *ret_value = negative ? (int64_t)(0 - value) : (int64_t)value;
    return true;
}

bool slice_to_double(struct slice s, double *ret_value) {
    char text[64], *end = NULL;
    if (s.len == 0 || s.len >= sizeof text || is_space(s.data[0]))
        return false;
    memcpy(text, s.data, s.len);
    text[s.len] = '\0';
    double value = strtod(text, &end);
    if (end != text + s.len)
        return false;
    *ret_value = value;
    return true;
}

/* Iterative: remembers the last star of each kind and returns to it, the wider one last. */
bool slice_matches_glob(struct slice s, const char *pattern) {
    const char *p = pattern, *star = NULL, *wide = NULL;
    size_t i = 0, star_at = 0, wide_at = 0;
    for (;;) {
        if (p[0] == '*' && p[1] == '*') {
            wide = p += 2;
            wide_at = i;
            star = NULL;
        } else if (p[0] == '*') {
            star = ++p;
            star_at = i;
        } else if (i == s.len && *p == '\0') {
            return true;
        } else if (i < s.len && *p != '\0' && (uint8_t)*p == s.data[i]) {
            p++;
            i++;
        } else if (star && star_at < s.len && s.data[star_at] != '/') {
            i = ++star_at;
            p = star;
        } else if (wide && wide_at < s.len) {
            i = ++wide_at;
            p = wide;
            star = NULL;
        } else {
            return false;
        }
    }
}

struct slice slice_behind_last(struct slice s, uint8_t byte) {
    size_t start = s.len;
    while (start > 0 && s.data[start - 1] != byte)
        start--;
    return slice_from(s, start);
}
