#include "engine/rule.h"

static const char *const strength_names[] = {[STRENGTH_HINTS] = "hints", [STRENGTH_SUGGESTS] = "suggests", [STRENGTH_PROVES] = "proves"};
static const double default_confidence[] = {[STRENGTH_HINTS] = 0.3, [STRENGTH_SUGGESTS] = 0.65, [STRENGTH_PROVES] = 0.9};

const char *strength_name(enum strength s) { return strength_names[s]; }

struct head {
    struct arena *arena;
    struct rule *rule;
    bool has_strength;
};

typedef bool head_setter(struct head *h, struct slice value, struct error *err);

static bool keep(struct head *h, struct slice value, const char **field, struct error *err) {
    *field = arena_string(h->arena, value);
    return *field ? true : error_set(err, "out of memory");
}

static bool set_stage(struct head *h, struct slice v, struct error *err) { return keep(h, v, &h->rule->stage, err); }
static bool set_title(struct head *h, struct slice v, struct error *err) { return keep(h, v, &h->rule->title, err); }
static bool set_because(struct head *h, struct slice v, struct error *err) { return keep(h, v, &h->rule->because, err); }
static bool ignore(struct head *h, struct slice v, struct error *err) {
    (void)h;
    (void)v;
    (void)err;
    return true;
}

static bool set_strength(struct head *h, struct slice v, struct error *err) {
    for (size_t i = 0; i < sizeof strength_names / sizeof *strength_names; i++)
        if (slice_is(v, strength_names[i])) {
            h->rule->strength = (enum strength)i;
            h->has_strength = true;
            return true;
        }
    return error_set(err, "strength is one of proves, suggests, hints, not \"%.*s\"", SLICE_ARG(v));
}

static bool set_confidence(struct head *h, struct slice v, struct error *err) {
    if (!slice_to_double(v, &h->rule->confidence) || h->rule->confidence <= 0 || h->rule->confidence > 1)
        return error_set(err, "confidence is a number above 0 and at most 1, not \"%.*s\"", SLICE_ARG(v));
    return true;
}

static bool set_list(struct head *h, struct slice v, const char ***field, struct error *err) {
    size_t n = 1;
    for (size_t i = 0; i < v.len; i++)
        n += v.data[i] == ',';
    const char **list = arena_array(h->arena, n + 1, sizeof *list);
    if (!list)
        return error_set(err, "out of memory");
    for (size_t i = 0; i < n; i++) {
        struct slice item = v;
        (void)slice_cut(v, ",", &item, &v);
        if (!keep(h, slice_trim(item), &list[i], err))
            return false;
    }
    *field = list;
    return true;
}

static bool set_fix(struct head *h, struct slice v, struct error *err) { return set_list(h, v, &h->rule->fixes, err); }
static bool set_over(struct head *h, struct slice v, struct error *err) { return set_list(h, v, &h->rule->over, err); }

static bool set_note(struct head *h, struct slice v, struct error *err) {
    if (!slice_is(v, "yes"))
        return error_set(err, "note is \"yes\" or not there, not \"%.*s\"", SLICE_ARG(v));
    h->rule->note = true;
    return true;
}

static const struct {
    const char *key;
    head_setter *set;
} head_keys[] = {
    {"rule", ignore}, {"stage", set_stage}, {"strength", set_strength},     {"title", set_title}, {"because", set_because},
    {"fix", set_fix}, {"over", set_over},   {"confidence", set_confidence}, {"source", ignore},   {"note", set_note},
};

static bool set_key(struct head *h, struct slice key, struct slice value, struct error *err) {
    for (size_t i = 0; i < sizeof head_keys / sizeof *head_keys; i++)
        if (slice_is(key, head_keys[i].key))
            return head_keys[i].set(h, value, err);
    return error_set(err, "the head has an unknown key \"%.*s\"", SLICE_ARG(key));
}

static bool read_head(struct head *h, struct slice text, struct error *err) {
    struct slice rest = text, line, key, value;
    while (slice_next_line(&rest, &line) && slice_starts_with(line, "-- ")) {
        if (!slice_cut(slice_from(line, 3), ":", &key, &value))
            return error_set(err, "the head line \"%.*s\" is not \"-- key: value\"", SLICE_ARG(line));
        if (!set_key(h, slice_trim(key), slice_trim(value), err))
            return false;
    }
    return true;
}

bool rule_parse(struct arena *arena, struct rule_text text, struct rule *ret_rule, struct error *err) {
    static const char *none[] = {NULL};
    struct rule rule = {.name = text.name, .sql = text.text, .fixes = none, .over = none, .stage = "attempt"};
    struct head head = {.arena = arena, .rule = &rule};
    struct slice folder, rest;
    if (!slice_cut(slice_str(text.name), "/", &folder, &rest))
        return error_set(err, "rule %s stands in no folder", text.name);
    if (!slice_is(folder, "outcome") && !keep(&head, folder, &rule.cause, err))
        return false;
    if (!read_head(&head, slice_str(text.text), err))
        return error_wrap(err, "rule %s", text.name);
    if (!head.has_strength || !rule.title)
        return error_set(err, "rule %s needs a strength and a title", text.name);
    if (rule.confidence <= 0)
        rule.confidence = default_confidence[rule.strength];
    *ret_rule = rule;
    return true;
}

static bool prepare_rule(struct session *s, struct arena *arena, struct rule *rule, struct error *err) {
    size_t n = 0;
    while (all_tables[n])
        n++;
    rule->reads = arena_array(arena, n + 1, sizeof *rule->reads);
    if (!rule->reads)
        return error_set(err, "out of memory");
    rule->stmt = session_prepare(s, rule->sql, err);
    if (!rule->stmt)
        return error_wrap(err, "rule %s", rule->name);
    for (size_t i = 0; i < n; i++)
        rule->reads[i] = session_last_read(s, i);
    return true;
}

bool rules_prepare(struct session *s, struct arena *arena, struct rule_list *ret_list, struct error *err) {
    const struct knowledge *k = session_knowledge(s);
    struct rule_list list = {.rules = arena_array(arena, knowledge_rule_count(k) + 1, sizeof *list.rules)};
    if (!list.rules)
        return error_set(err, "out of memory");
    for (size_t i = 0; i < knowledge_rule_count(k); i++) {
        struct rule *rule = &list.rules[list.n_rules];
        if (!rule_parse(arena, knowledge_rule(k, i), rule, err) || !prepare_rule(s, arena, rule, err)) {
            rules_free(&list);
            return false;
        }
        list.n_rules++;
    }
    *ret_list = list;
    return true;
}

void rules_free(struct rule_list *list) {
    for (size_t i = 0; i < list->n_rules; i++)
        sqlite3_finalize(list->rules[i].stmt);
    list->n_rules = 0;
}
