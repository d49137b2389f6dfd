#include "table/shared/output.h"

#include <math.h>

static bool filled(struct slice bytes, struct error *err) {
    return slice_trim(bytes).len ? true : error_set(err, "the file is empty: the command gave no output");
}

bool output_text(struct feed *f, struct slice *ret_text, struct error *err) {
    return feed_text(f, ret_text, err) && filled(*ret_text, err);
}

bool output_lines(struct feed *f, struct text_lines *ret_lines, struct error *err) {
    struct slice text;
    if (!output_text(f, &text, err))
        return false;
    *ret_lines = text_lines_of(text);
    return true;
}

bool output_profiles(struct feed *f, struct profile_list *ret_list, struct error *err) {
    struct slice bytes;
    return feed_bytes(f, &bytes, err) && filled(bytes, err) && profile_list_open(bytes, f->arena, ret_list, err);
}

bool output_unknown(const char *command, struct error *err) {
    return error_set(err, "no line of this text is one that %s prints", command);
}

void output_complaint(struct feed *f, const char *command, struct slice line) {
    line = slice_sub(slice_trim(line), 0, 300);
    char *text = arena_printf(f->arena, "%s answered: %.*s", command, SLICE_ARG(line));
    if (!text)
        return;
    for (char *c = text; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            *c = ' ';
    f->problem(f, text);
}

bool output_pair(struct slice line, struct slice *ret_key, struct slice *ret_value) {
    struct slice key, value;
    if (!slice_cut(line, ":", &key, &value) || slice_trim(key).len == 0)
        return false;
    *ret_key = slice_trim(key);
    *ret_value = slice_trim(value);
    return true;
}

struct value output_yes_no(struct slice text) {
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

bool output_exact_bytes(struct slice text, int64_t *ret_bytes) {
    struct slice rest = text, number, unit = {0};
    if (!slice_next_word(&rest, &number))
        return false;
    if (slice_next_word(&rest, &unit) && !slice_is(unit, "B") && !slice_is_nocase(unit, "bytes"))
        return false;
    int64_t value = 0;
    if (!slice_to_int64(number, &value) || value < 0)
        return false;
    *ret_bytes = value;
    return true;
}

bool output_rounded_bytes(struct slice number, struct slice unit, int64_t *ret_bytes) {
    static const struct {
        const char *name;
        double factor;
    } units[] = {{"B", 1}, {"KB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"TB", 1e12}, {"PB", 1e15}};
    double value = 0;
    if (!slice_to_double(number, &value) || !isfinite(value) || value < 0)
        return false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (!slice_is(unit, units[i].name))
            continue;
        if (value * units[i].factor >= 9e18)
            return false;
        *ret_bytes = (int64_t)(value * units[i].factor);
        return true;
    }
    return false;
}

const char *output_name(struct arena *arena, const char *prefix, struct slice text) {
    text = slice_trim(text);
    size_t start = strlen(prefix), n = start;
    if (text.len > 200)
        text.len = 200;
    char *name = arena_alloc(arena, start + text.len + 1);
    if (!name)
        return NULL;
    memcpy(name, prefix, start);
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.data[i];
        if (c >= 'A' && c <= 'Z')
            c = (uint8_t)(c + 32);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            name[n++] = (char)c;
        else if ((c == ' ' || c == '-' || c == '_') && n > start && name[n - 1] != '-')
            name[n++] = '-';
    }
    while (n > start && name[n - 1] == '-')
        n--;
    name[n] = '\0';
    return name;
}
