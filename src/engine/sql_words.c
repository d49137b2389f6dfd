#include "engine/sql_words.h"

static bool is_word_byte(uint8_t c) {
    uint8_t letter = c | 32;
    return (letter >= 'a' && letter <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* Where the text goes on behind the next `end`; at its end when there is none. */
static const uint8_t *behind(const uint8_t *at, const uint8_t *stop, char end) {
    const uint8_t *found = at < stop ? memchr(at, end, (size_t)(stop - at)) : NULL;
    return found ? found + 1 : stop;
}

static const uint8_t *behind_comment(const uint8_t *at, const uint8_t *stop) {
    do
        at = behind(at, stop, '*');
    while (at < stop && *at != '/');
    return at;
}

/* Behind what stands here and holds no names: a text, a comment, or one other byte. */
static const uint8_t *pass_other(const uint8_t *at, const uint8_t *stop) {
    uint8_t next = at + 1 < stop ? at[1] : 0;
    if (*at == '\'')
        return behind(at + 1, stop, '\''); /* a doubled quote is two texts side by side */
    if (*at == '-' && next == '-')
        return behind(at, stop, '\n');
    if (*at == '/' && next == '*')
        return behind_comment(at + 2, stop);
    return at + 1;
}

bool sql_next_word(struct slice *rest, struct slice *ret_word) {
    const uint8_t *at = rest->data, *stop = at + rest->len;
    while (at < stop && !is_word_byte(*at))
        at = pass_other(at, stop);
    const uint8_t *start = at;
    while (at < stop && is_word_byte(*at))
        at++;
    *rest = slice_of(at, (size_t)(stop - at));
    if (at == start)
        return false;
    *ret_word = slice_of(start, (size_t)(at - start));
    return true;
}
