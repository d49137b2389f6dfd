#include "engine/rule.h"

static const double default_confidence[] = {[STRENGTH_HINTS] = 0.3, [STRENGTH_SUGGESTS] = 0.65, [STRENGTH_PROVES] = 0.9};

static const struct head_key head_keys[] = {
    {"rule", HEAD_IGNORED, 0},
    {"source", HEAD_IGNORED, 0},
    {"stage", HEAD_TEXT, offsetof(struct rule, stage)},
    {"strength", HEAD_STRENGTH, offsetof(struct rule, strength)},
    {"title", HEAD_TEXT, offsetof(struct rule, title)},
    {"because", HEAD_TEXT, offsetof(struct rule, because)},
    {"fix", HEAD_LIST, offsetof(struct rule, fixes)},
    {"over", HEAD_LIST, offsetof(struct rule, over)},
    {"confidence", HEAD_SHARE, offsetof(struct rule, confidence)},
    {"note", HEAD_FLAG, offsetof(struct rule, note)},
    {0},
};

bool rule_parse(struct arena *arena, struct rule_text text, struct rule *ret_rule, struct error *err) {
    static const char *none[] = {NULL};
    struct rule rule = {.name = text.name, .sql = text.text, .fixes = none, .over = none, .stage = "attempt", .strength = STRENGTH_NONE};
    struct slice folder, rest;
    if (!slice_cut(slice_str(text.name), "/", &folder, &rest))
        return error_set(err, "rule %s stands in no folder", text.name);
    if (!slice_is(folder, "outcome") && !(rule.cause = arena_string(arena, folder)))
        return error_set(err, "out of memory");
    if (!head_read(arena, text.text, head_keys, &rule, err))
        return error_wrap(err, "rule %s", text.name);
    if (rule.strength == STRENGTH_NONE || !rule.title)
        return error_set(err, "rule %s needs a strength and a title", text.name);
    if (rule.confidence <= 0)
        rule.confidence = default_confidence[rule.strength];
    *ret_rule = rule;
    return true;
}

bool rule_is_named(const struct rule *rule, const char *name) {
    struct slice folder, rest;
    return strcmp(name, rule->name) == 0 || (slice_cut(slice_str(rule->name), "/", &folder, &rest) && slice_is(folder, name));
}

bool rule_prepare(struct session *s, struct arena *arena, struct rule *rule, struct error *err) {
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
        if (!rule_parse(arena, knowledge_rule(k, i), rule, err) || !rule_prepare(s, arena, rule, err)) {
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
