#include "engine/sql_words.h"

static bool is_word_byte(uint8_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

/* How many bytes of the text are passed over: up to and with `end`, or all of them. */
static size_t length_to(struct slice text, const char *end) {
    struct slice before, after;
    return slice_cut(text, end, &before, &after) ? text.len - after.len : text.len;
}

/* The length of what stands here and holds no names: a text, a comment, or one other byte. */
static size_t length_of_other(struct slice text) {
    if (text.data[0] == '\'')
        return 1 + length_to(slice_from(text, 1), "'"); /* a doubled quote is two texts side by side */
    if (slice_starts_with(text, "--"))
        return length_to(text, "\n");
    if (slice_starts_with(text, "/*"))
        return 2 + length_to(slice_from(text, 2), "*/");
    return 1;
}

bool sql_next_word(struct slice *rest, struct slice *ret_word) {
    while (rest->len) {
        size_t n = 0;
        while (n < rest->len && is_word_byte(rest->data[n]))
            n++;
        struct slice word = slice_sub(*rest, 0, n);
        *rest = slice_from(*rest, n ? n : length_of_other(*rest));
        if (n) {
            *ret_word = word;
            return true;
        }
    }
    return false;
}
