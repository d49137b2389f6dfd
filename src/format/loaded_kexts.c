#include "format/loaded_kexts.h"

bool loaded_kexts_is_heading(struct slice line) {
    struct slice word, rest = line;
    return slice_next_word(&rest, &word) && slice_is(word, "Index") && slice_contains(rest, "Refs") && slice_contains(rest, "Name");
}

static bool next_integer(struct slice *rest, int64_t *ret_value) {
    struct slice word;
    return slice_next_word(rest, &word) && slice_to_int64(word, ret_value) && *ret_value >= 0;
}

/* Addresses of the kernel do not fit int64. */
static bool skip_address(struct slice *rest) {
    struct slice word;
    return slice_next_word(rest, &word) && (slice_starts_with(word, "0x") || slice_is(word, "0"));
}

bool loaded_kexts_line(struct slice line, struct loaded_kext *ret_kext) {
    struct loaded_kext k = {0};
    struct slice before, after, word;
    int64_t wired;
    if (!next_integer(&line, &k.index) || !next_integer(&line, &k.refs) || !skip_address(&line) || !next_integer(&line, &k.size) ||
        !next_integer(&line, &wired) || !slice_next_word(&line, &k.name))
        return false;
    line = slice_trim(line);
    if (!slice_starts_with(line, "(") || !slice_cut(line, ")", &before, &after))
        return false;
    k.version = slice_from(before, 1);
    if (slice_cut(after, "<", &before, &k.linked)) {
        k.linked = slice_sub(k.linked, 0, slice_find_byte(k.linked, '>'));
        after = before;
    }
    if (slice_next_word(&after, &word) && word.len == 36)
        k.uuid = word;
    *ret_kext = k;
    return true;
}
