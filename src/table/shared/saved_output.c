#include "table/shared/saved_output.h"

static bool no_output(struct error *err) { return error_set(err, "the file is empty: the command gave no output"); }

bool saved_output_text(struct feed *f, struct slice *ret_text, struct error *err) {
    struct slice text;
    if (!feed_text(f, &text, err))
        return false;
    if (slice_trim(text).len == 0)
        return no_output(err);
    *ret_text = text;
    return true;
}

bool saved_output_profiles(struct feed *f, struct profile_list *ret_list, struct error *err) {
    struct slice bytes;
    if (!feed_bytes(f, &bytes, err))
        return false;
    if (slice_trim(bytes).len == 0)
        return no_output(err);
    return profile_list_open(bytes, f->arena, ret_list, err);
}

bool saved_output_pair(struct slice line, struct slice *ret_key, struct slice *ret_value) {
    struct slice key, value;
    if (!slice_cut(line, ":", &key, &value) || slice_trim(key).len == 0)
        return false;
    *ret_key = slice_trim(key);
    *ret_value = slice_trim(value);
    return true;
}

struct value saved_output_yes_no(struct slice text) {
    static const struct {
        const char *word;
        bool yes;
    } words[] = {{"yes", true}, {"true", true}, {"on", true}, {"1", true}, {"no", false}, {"false", false}, {"off", false}, {"0", false}};
    struct slice word;
    if (!slice_next_word(&text, &word))
        return value_null();
    while (word.len && (word.data[word.len - 1] == '.' || word.data[word.len - 1] == ';'))
        word.len--;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_is_nocase(word, words[i].word))
            return value_bool(words[i].yes);
    return value_null();
}
