#include "engine/plan.h"

#include <stdlib.h>

enum { MAX_STEPS = 24 };
#define STEP_SEPARATOR " \xE2\x8F\x8E " /* " ⏎ " in knowledge/fix.tsv */

void plan_wants(struct session *s) { session_want(s, "mac"); }

static bool planned(const struct plan *p, const char *action) {
    for (size_t i = 0; i < p->n_steps; i++)
        if (strcmp(p->steps[i].action, action) == 0)
            return true;
    return false;
}

static const char **split_steps(struct arena *arena, struct slice text) {
    size_t n = 1;
    struct slice rest = text, before, after;
    while (slice_cut(rest, STEP_SEPARATOR, &before, &rest))
        n++;
    const char **steps = arena_array(arena, n + 1, sizeof *steps);
    for (size_t i = 0; steps && i < n; i++) {
        if (!slice_cut(text, STEP_SEPARATOR, &before, &after))
            before = text;
        steps[i] = arena_string(arena, slice_trim(before));
        text = after;
    }
    return steps;
}

static const char *column_text(struct arena *arena, sqlite3_stmt *stmt, int column) {
    struct slice s = stmt_text(stmt, column);
    return arena_string(arena, s);
}

static bool add_fix(struct session *s, struct arena *arena, struct plan *p, const char *fix, bool first, struct error *err) {
    static const char sql[] =
        "SELECT f.fix, f.title, f.kind, f.risk, f.undo, f.why, f.worked, f.next, "
        "COALESCE(CASE (SELECT kind FROM mac WHERE kind IS NOT NULL LIMIT 1) WHEN 'apple-silicon' THEN f.steps_apple_silicon "
        "WHEN 't2' THEN f.steps_t2 WHEN 'intel' THEN f.steps_intel WHEN 'vm' THEN f.steps_vm END, f.steps_all), f.minutes, f.\"order\" "
        "FROM known_fix AS f WHERE f.fix = ?";
    if (p->n_steps == MAX_STEPS || planned(p, fix))
        return true;
    sqlite3_stmt *stmt CLEANUP_STMT = session_prepare(s, sql, err);
    if (!stmt)
        return false;
    sqlite3_bind_text(stmt, 1, fix, -1, SQLITE_STATIC);
    if (sqlite3_step(stmt) != SQLITE_ROW)
        return error_set(err, "knowledge/fix.tsv has no fix named %s", fix);
    struct plan_step step = {.first = first};
    const char **texts[] = {&step.action, &step.title, &step.kind, &step.risk, &step.undo, &step.why, &step.worked, &step.next};
    for (int i = 0; i < 8; i++)
        if (!(*texts[i] = column_text(arena, stmt, i)))
            return error_set(err, "out of memory");
    step.steps = split_steps(arena, stmt_text(stmt, 8));
    step.minutes = sqlite3_column_int64(stmt, 9);
    step.order = sqlite3_column_int64(stmt, 10);
    if (!step.steps)
        return error_set(err, "out of memory");
    p->steps[p->n_steps++] = step;
    return true;
}

static bool add_fixes_of(struct session *s, struct arena *arena, struct plan *p, const struct finding *f, bool first, struct error *err) {
    for (const char **fix = f->rule->fixes; *fix; fix++)
        if (!add_fix(s, arena, p, *fix, first, err))
            return false;
    return true;
}

/* First the steps of the verdict itself, then by order. */
static int compare(const void *a, const void *b) {
    const struct plan_step *x = a, *y = b;
    if (x->first != y->first)
        return x->first ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static bool is_risky(const struct plan *p) {
    for (size_t i = 0; i < p->n_steps; i++)
        if (strcmp(p->steps[i].risk, "medium") == 0 || strcmp(p->steps[i].risk, "high") == 0)
            return true;
    return false;
}

/* A backup goes before the first step that can lose something. */
static void back_up_first(struct plan *p) {
    size_t backup = 0, risky = p->n_steps;
    while (backup < p->n_steps && strcmp(p->steps[backup].action, "back-up") != 0)
        backup++;
    for (size_t i = p->n_steps; i > 0; i--)
        if (strcmp(p->steps[i - 1].risk, "medium") == 0 || strcmp(p->steps[i - 1].risk, "high") == 0)
            risky = i - 1;
    if (backup == p->n_steps || risky == p->n_steps || backup < risky)
        return;
    struct plan_step step = p->steps[backup];
    memmove(p->steps + risky + 1, p->steps + risky, (backup - risky) * sizeof *p->steps);
    p->steps[risky] = step;
}

static bool add_known(struct session *s, struct arena *arena, struct plan *p, const char *const *fixes, struct error *err) {
    for (; *fixes; fixes++)
        if (!add_fix(s, arena, p, *fixes, false, err))
            return false;
    return true;
}

bool plan_make(struct session *s, struct arena *arena, const struct verdict *v, struct plan *ret_plan, struct error *err) {
    static const char *const unproved[] = {"collect-more", "wait-and-retry", "safe-mode", "first-aid", NULL}, *const backup[] = {"back-up",
                                                                                                                                 NULL};
    struct plan p = {.steps = arena_array(arena, MAX_STEPS, sizeof *p.steps)};
    if (!p.steps)
        return error_set(err, "out of memory");
    if (v->status == STATUS_HEALTHY) {
        *ret_plan = p;
        return true;
    }
    /* What is proved is mended first; where nothing is, more evidence comes before any attempt at mending. */
    if (v->top ? !add_fixes_of(s, arena, &p, v->top, true, err) : !add_fix(s, arena, &p, "collect-more", true, err))
        return false;
    enum strength least = v->top ? STRENGTH_SUGGESTS : STRENGTH_HINTS;
    for (size_t i = 0; i < v->n_ranked; i++) {
        const struct finding *f = v->ranked[i];
        bool counts = f->rule->cause ? !f->explained_by && f->strength >= least : !v->top;
        if (counts && !add_fixes_of(s, arena, &p, f, false, err))
            return false;
    }
    if (!v->top && !add_known(s, arena, &p, unproved, err))
        return false;
    if (is_risky(&p) && !add_known(s, arena, &p, backup, err))
        return false;
    qsort(p.steps, p.n_steps, sizeof *p.steps, compare);
    back_up_first(&p);
    *ret_plan = p;
    return true;
}
