/*
 * slice: a read-only view of bytes that somebody else owns.
 *
 * Untrusted input travels as slices. A slice never owns and never frees; its
 * bytes live as long as the arena, buffer or file that it was cut from. It is
 * not NUL-terminated. All functions accept an empty slice ({NULL, 0}).
 *
 *     struct slice rest = text, line;
 *     while (slice_next_line(&rest, &line))
 *         if (slice_starts_with(line, "resolver")) ...
 */
#ifndef TAILOR_BASE_SLICE_H
#define TAILOR_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define MUST_USE __attribute__((warn_unused_result))
#define SLICE_NOT_FOUND SIZE_MAX

struct slice {
    const uint8_t *data;
    size_t len;
};

/* printf("%.*s", SLICE_ARG(s)) */
#define SLICE_ARG(s) (int)((s).len > INT32_MAX ? INT32_MAX : (s).len), (const char *)((s).data ? (s).data : (const uint8_t *)"")

static inline struct slice slice_of(const void *data, size_t len) { return (struct slice){data, len}; }
static inline struct slice slice_str(const char *text) { return (struct slice){(const uint8_t *)text, text ? strlen(text) : 0}; }

/* The part from `offset`, at most `len` bytes; clamped to the slice. */
struct slice slice_sub(struct slice s, size_t offset, size_t len);
struct slice slice_from(struct slice s, size_t offset);

bool slice_equal(struct slice a, struct slice b);
bool slice_is(struct slice s, const char *text);
bool slice_is_nocase(struct slice s, const char *text); /* ASCII case only */
/* Of a string that may be NULL, which is like none. */
static inline bool str_is(const char *text, const char *word) { return text && strcmp(text, word) == 0; }
bool slice_starts_with(struct slice s, const char *prefix);
bool slice_ends_with(struct slice s, const char *suffix);
bool slice_contains(struct slice s, const char *text);
bool slice_contains_nocase(struct slice s, const char *text); /* ASCII case only; false for an empty text */

/* Offset of the first occurrence, or SLICE_NOT_FOUND. */
size_t slice_find(struct slice s, struct slice needle);
size_t slice_find_str(struct slice s, const char *needle);
size_t slice_find_byte(struct slice s, uint8_t byte);

/* Without white space (blank, tab, CR, LF, VT, FF) at both ends. */
struct slice slice_trim(struct slice s);

/*
 * Cuts the next line off *rest, without its LF, CR LF or lone final CR.
 * False when nothing is left.
 */
bool slice_next_line(struct slice *rest, struct slice *ret_line);

/* Cuts the next run of non-blank bytes off *rest. False when none is left. */
bool slice_next_word(struct slice *rest, struct slice *ret_word);

/* Cuts at the first `separator`: before it and after it. False, and both untouched, when it is absent. */
bool slice_cut(struct slice s, const char *separator, struct slice *ret_before, struct slice *ret_after);

/* What stands behind the last `byte`; all of it where there is none. */
struct slice slice_behind_last(struct slice s, uint8_t byte);

/* 0 to 15; -1 for what is no hexadecimal digit. */
int slice_hex_digit(uint8_t c);

/* The whole slice as a decimal (with sign) or 0x-prefixed number; false on anything else or on overflow. */
bool slice_to_int64(struct slice s, int64_t *ret_value) MUST_USE;
bool slice_to_double(struct slice s, double *ret_value) MUST_USE;

/* `*` matches any run of bytes without '/', `**` any run; everything else matches itself. */
bool slice_matches_glob(struct slice s, const char *pattern);

#endif
