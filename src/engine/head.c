#include "engine/head.h"

static const char *const strength_names[] = {[STRENGTH_HINTS] = "hints", [STRENGTH_SUGGESTS] = "suggests", [STRENGTH_PROVES] = "proves"};

const char *strength_name(enum strength s) { return strength_names[s]; }

static bool keep(struct arena *arena, struct slice value, const char **field, struct error *err) {
    *field = arena_string(arena, value);
    return *field ? true : error_set(err, "out of memory");
}

bool head_list(struct arena *arena, struct slice v, const char ***ret_list, struct error *err) {
    size_t n = 1;
    for (size_t i = 0; i < v.len; i++)
        n += v.data[i] == ',';
    const char **list = arena_array(arena, n + 1, sizeof *list);
    if (!list)
        return error_set(err, "out of memory");
    for (size_t i = 0; i < n; i++) {
        struct slice item = v;
        (void)slice_cut(v, ",", &item, &v);
        if (!keep(arena, slice_trim(item), &list[i], err))
            return false;
    }
    *ret_list = list;
    return true;
}

static bool set_strength(struct slice v, enum strength *field, struct error *err) {
    for (size_t i = 0; i < sizeof strength_names / sizeof *strength_names; i++)
        if (slice_is(v, strength_names[i])) {
            *field = (enum strength)i;
            return true;
        }
    return error_set(err, "strength is one of proves, suggests, hints, not \"%.*s\"", SLICE_ARG(v));
}

static bool set_flag(struct slice v, const char *key, bool *field, struct error *err) {
    if (!slice_is(v, "yes"))
        return error_set(err, "%s is \"yes\" or not there, not \"%.*s\"", key, SLICE_ARG(v));
    *field = true;
    return true;
}

static bool set_share(struct slice v, const char *key, double *field, struct error *err) {
    if (!slice_to_double(v, field) || *field <= 0 || *field > 1)
        return error_set(err, "%s is a number above 0 and at most 1, not \"%.*s\"", key, SLICE_ARG(v));
    return true;
}

static bool set_key(struct arena *arena, const struct head_key *k, struct slice v, void *target, struct error *err) {
    void *field = (char *)target + k->offset;
    switch (k->type) {
    case HEAD_TEXT:
        return keep(arena, v, field, err);
    case HEAD_LIST:
        return head_list(arena, v, field, err);
    case HEAD_FLAG:
        return set_flag(v, k->key, field, err);
    case HEAD_STRENGTH:
        return set_strength(v, field, err);
    case HEAD_SHARE:
        return set_share(v, k->key, field, err);
    case HEAD_IGNORED:
        break;
    }
    return true;
}

bool head_read(struct arena *arena, const char *text, const struct head_key *keys, void *target, struct error *err) {
    struct slice rest = slice_str(text), line, key, value;
    while (slice_next_line(&rest, &line) && slice_starts_with(line, "-- ")) {
        if (!slice_cut(slice_from(line, 3), ":", &key, &value))
            return error_set(err, "the head line \"%.*s\" is not \"-- key: value\"", SLICE_ARG(line));
        const struct head_key *k = keys;
        while (k->key && !slice_is(slice_trim(key), k->key))
            k++;
        if (!k->key)
            return error_set(err, "the head has an unknown key \"%.*s\"", SLICE_ARG(slice_trim(key)));
        if (!set_key(arena, k, slice_trim(value), target, err))
            return false;
    }
    return true;
}
