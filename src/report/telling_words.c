#include "report/telling_words.h"

enum { MIN_VALUE = 2, MIN_NAME = 3 };

static bool is_digit(uint8_t c) { return c >= '0' && c <= '9'; }
static bool is_letter(uint8_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80; }
static bool is_word(uint8_t c) { return is_letter(c) || is_digit(c) || c == '_'; }
static uint8_t lower(uint8_t c) { return c >= 'A' && c <= 'Z' ? (uint8_t)(c + ('a' - 'A')) : c; }

/* Without quotes, brackets and stops at both ends; the sign of a negative code stays. */
static struct slice bare(struct slice s) {
    s = slice_trim(s);
    while (s.len && !is_word(s.data[0]) && !(s.data[0] == '-' && s.len > 1 && is_digit(s.data[1])) && s.data[0] != '/')
        s = slice_from(s, 1);
    while (s.len && !is_word(s.data[s.len - 1]))
        s = slice_sub(s, 0, s.len - 1);
    return s;
}

bool telling_has(const struct telling_words *t, struct slice word) {
    for (size_t i = 0; i < t->n_words; i++)
        if (slice_equal(t->words[i], word))
            return true;
    return false;
}

void telling_add(struct telling_words *t, struct slice word) {
    if (word.len && t->n_words < TELLING_MAX && !telling_has(t, word))
        t->words[t->n_words++] = word;
}

static void add_value(struct telling_words *t, struct slice value) {
    value = bare(value);
    if (value.len >= MIN_VALUE)
        telling_add(t, value);
}

/* The values between the literal parts of the pattern; it stops where the title does not follow the pattern. */
static void add_values(struct telling_words *t, struct slice title, struct slice pattern) {
    struct slice literal, hole, rest;
    bool in_hole = false;
    while (slice_cut(pattern, "{", &literal, &hole) && slice_cut(hole, "}", &hole, &rest)) {
        size_t at = slice_find(title, literal);
        if (at == SLICE_NOT_FOUND || (!in_hole && at > 0))
            return;
        if (in_hole)
            add_value(t, slice_sub(title, 0, at));
        title = slice_from(title, at + literal.len);
        pattern = rest;
        in_hole = true;
    }
    /* What remains of the pattern is the literal end of the title. */
    if (in_hole && title.len >= pattern.len && slice_equal(slice_from(title, title.len - pattern.len), pattern))
        add_value(t, slice_sub(title, 0, title.len - pattern.len));
}

/* gs.apple.com, 3194, -1009, 21G72, MSU_ERR_31: a digit, or a stop or underscore inside. */
static bool looks_like_name(struct slice word) {
    if (word.len < MIN_NAME)
        return false;
    for (size_t i = 0; i < word.len; i++)
        if (is_digit(word.data[i]) || word.data[i] == '_' || (word.data[i] == '.' && i > 0 && i + 1 < word.len))
            return true;
    return false;
}

struct telling_words telling_words_of(struct slice title, const char *pattern) {
    struct telling_words t = {.n_words = 0};
    struct slice rest = title, word;
    if (pattern)
        add_values(&t, title, slice_str(pattern));
    while (slice_next_word(&rest, &word))
        if (looks_like_name(bare(word)))
            telling_add(&t, bare(word));
    return t;
}

/* A sentence that is most of the line, or the whole of it. */
static bool is_all(struct slice line, struct slice word) {
    bool sentence = slice_find_byte(word, ' ') != SLICE_NOT_FOUND;
    return word.len > (sentence ? line.len / 2 : slice_trim(line).len - 1);
}

/* x.gs.apple.com and gs.apple.com.example are other names than gs.apple.com; a stop at the end of a sentence is not part of one. */
static bool goes_on_before(struct slice line, size_t at) {
    if (at == 0)
        return false;
    uint8_t c = line.data[at - 1];
    return is_word(c) || ((c == '.' || c == '-') && at > 1 && is_word(line.data[at - 2]));
}

static bool goes_on_behind(struct slice line, size_t at) {
    if (at == line.len)
        return false;
    uint8_t c = line.data[at];
    return is_word(c) || ((c == '.' || c == '-') && at + 1 < line.len && is_word(line.data[at + 1]));
}

static bool stands_at(struct slice line, size_t offset, struct slice word) {
    if (word.len > line.len - offset || is_all(line, word))
        return false;
    for (size_t i = 0; i < word.len; i++)
        if (lower(line.data[offset + i]) != lower(word.data[i]))
            return false;
    return !(is_word(word.data[0]) && goes_on_before(line, offset)) && !goes_on_behind(line, offset + word.len);
}

bool telling_find(const struct telling_words *t, struct slice line, size_t offset, size_t *ret_start, size_t *ret_len) {
    for (size_t at = offset; at < line.len; at++) {
        size_t longest = 0;
        for (size_t i = 0; i < t->n_words; i++)
            if (t->words[i].len > longest && stands_at(line, at, t->words[i]))
                longest = t->words[i].len;
        if (longest) {
            *ret_start = at;
            *ret_len = longest;
            return true;
        }
    }
    return false;
}
