#include "engine/check.h"

#include <stdlib.h>

#include "engine/stages.h"

#define OF_RULE(field) offsetof(struct check, rule) + offsetof(struct rule, field)
static const struct head_key head_keys[] = {
    {"check", HEAD_IGNORED, 0},
    {"source", HEAD_IGNORED, 0},
    {"stage", HEAD_TEXT, OF_RULE(stage)},
    {"title", HEAD_TEXT, OF_RULE(title)},
    {"cause", HEAD_TEXT, OF_RULE(cause)},
    {"strength", HEAD_STRENGTH, OF_RULE(strength)},
    {"because", HEAD_TEXT, OF_RULE(because)},
    {"fix", HEAD_LIST, OF_RULE(fixes)},
    {"fails", HEAD_LIST, offsetof(struct check, fails)},
    {"notes", HEAD_LIST, offsetof(struct check, notes)},
    {"tells", HEAD_LIST, offsetof(struct check, tells)},
    {"unknown", HEAD_TEXT, offsetof(struct check, unknown)},
    {"needed", HEAD_FLAG, offsetof(struct check, needed)},
    {"live", HEAD_FLAG, offsetof(struct check, live)},
    {"decides", HEAD_FLAG, offsetof(struct check, decides)},
    {0},
};

/* "130-space" is called "space". */
static const char *name_of(const char *file) {
    const char *name = file;
    while ((*name >= '0' && *name <= '9') || *name == '-')
        name++;
    return *name ? name : file;
}

bool check_parse(struct arena *arena, struct rule_text text, struct check *ret_check, struct error *err) {
    static const char *none[] = {NULL};
    struct check c = {
        .rule =
            {.name = name_of(text.name), .sql = text.text, .fixes = none, .over = none, .strength = STRENGTH_SUGGESTS, .is_check = true},
        .fails = none,
        .notes = none};
    if (!head_read(arena, text.text, head_keys, &c, err))
        return error_wrap(err, "check %s", text.name);
    if (!c.rule.title || !c.rule.because || !c.unknown || !c.tells || stage_index(c.rule.stage) == STAGES)
        return error_set(err, "check %s needs one of the stages, a title, what tells, and the sentences because and unknown", text.name);
    c.rule.confidence = c.rule.strength == STRENGTH_PROVES ? 0.9 : 0.65;
    *ret_check = c;
    return true;
}

static int by_stage(const void *a, const void *b) {
    const struct check *x = a, *y = b;
    size_t i = stage_index(x->rule.stage), j = stage_index(y->rule.stage);
    if (i != j)
        return i < j ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

bool checks_prepare(struct session *s, struct arena *arena, struct check_list *ret_list, struct error *err) {
    const struct knowledge *k = session_knowledge(s);
    struct check_list list = {.checks = arena_array(arena, knowledge_check_count(k) + 1, sizeof *list.checks)};
    if (!list.checks)
        return error_set(err, "out of memory");
    for (size_t i = 0; i < knowledge_check_count(k); i++) {
        struct check *c = &list.checks[list.n_checks];
        if (!check_parse(arena, knowledge_check(k, i), c, err) || !rule_prepare(s, arena, &c->rule, err)) {
            checks_free(&list);
            return false;
        }
        c->place = list.n_checks++;
    }
    qsort(list.checks, list.n_checks, sizeof *list.checks, by_stage);
    *ret_list = list;
    return true;
}

void checks_free(struct check_list *list) {
    for (size_t i = 0; i < list->n_checks; i++)
        sqlite3_finalize(list->checks[i].rule.stmt);
    list->n_checks = 0;
}
