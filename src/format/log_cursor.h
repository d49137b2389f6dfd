/*
 * log_cursor: eating a line of a log from its front. The cursor is a slice, the rest of the line; a function that fails moves nothing.
 */
#ifndef TAILOR_FORMAT_LOG_CURSOR_H
#define TAILOR_FORMAT_LOG_CURSOR_H

#include "base/slice.h"

static inline bool is_digit(uint8_t c) { return c >= '0' && c <= '9'; }
static inline bool is_upper(uint8_t c) { return c >= 'A' && c <= 'Z'; }
static inline bool is_lower(uint8_t c) { return c >= 'a' && c <= 'z'; }
static inline bool is_blank(uint8_t c) { return c == ' ' || c == '\t'; }
static inline bool is_hex(uint8_t c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/* The cursor is the rest of the line itself. */
static inline uint8_t peek(struct slice s) { return s.len ? s.data[0] : 0; }

static inline void drop(struct slice *s, size_t count) { *s = slice_from(*s, count); }

static inline bool eat(struct slice *s, char c) {
    if (s->len == 0 || s->data[0] != (uint8_t)c)
        return false;
    drop(s, 1);
    return true;
}

static inline bool eat_text(struct slice *s, const char *text) {
    if (!slice_starts_with(*s, text))
        return false;
    drop(s, strlen(text));
    return true;
}

static inline size_t eat_blanks(struct slice *s) {
    size_t n = 0;
    while (n < s->len && is_blank(s->data[n]))
        n++;
    drop(s, n);
    return n;
}

/* Between `least` and `most` digits; a further digit is a failure. */
static inline bool eat_number(struct slice *s, size_t least, size_t most, int64_t *ret_value) {
    size_t n = 0;
    int64_t value = 0;
    while (n < s->len && n < most && is_digit(s->data[n]))
        value = value * 10 + (s->data[n++] - '0');
    if (n < least || (n < s->len && is_digit(s->data[n])))
        return false;
    drop(s, n);
    *ret_value = value;
    return true;
}

static inline bool eat_int(struct slice *s, size_t least, size_t most, int *ret_value) {
    int64_t value = 0;
    if (!eat_number(s, least, most, &value))
        return false;
    *ret_value = (int)value;
    return true;
}

/* Up to the next blank. */
static inline struct slice eat_word(struct slice *s) {
    size_t n = 0;
    while (n < s->len && !is_blank(s->data[n]))
        n++;
    struct slice word = slice_sub(*s, 0, n);
    drop(s, n);
    return word;
}

#endif
