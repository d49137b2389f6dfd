#include "engine/plan.h"

#include <stdlib.h>

#include "engine/plan_text.h"

enum { MAX_STEPS = 24, MAX_DETOURS = 4 };
#define STEP_SEPARATOR " \xE2\x8F\x8E " /* " ⏎ " in knowledge/fix.tsv */
#define INSTEAD "= "                    /* "= other": that fix takes the place of this one on this kind of Mac */
#define NOTHING "-"                     /* nothing does */

enum { COL_TITLE, COL_KIND, COL_RISK, COL_UNDO, COL_WHY, COL_WORKED, COL_STEPS, COL_MINUTES, COL_ORDER, COL_NEXT };
static const char fix_sql[] =
    "SELECT f.title, f.kind, f.risk, f.undo, f.why, f.worked, "
    "COALESCE(CASE COALESCE((SELECT kind FROM mac WHERE kind IS NOT NULL LIMIT 1), "
    "                       (SELECT 'apple-silicon' FROM os WHERE arch = 'arm64' LIMIT 1)) "
    "WHEN 'apple-silicon' THEN f.steps_apple_silicon WHEN 't2' THEN f.steps_t2 WHEN 'intel' THEN f.steps_intel "
    "WHEN 'vm' THEN f.steps_vm END, f.steps_all), f.minutes, f.\"order\", f.next FROM known_fix AS f WHERE f.fix = ?";

static const char *const part_names[] = {[PART_CAUSE] = "cause", [PART_ALSO] = "also", [PART_LAST_RESORT] = "last-resort"};
const char *plan_part_name(enum plan_part part) { return part_names[part]; }

bool plan_wants(struct session *s, struct error *err) {
    session_want(s, "mac");
    session_want(s, "os");
    return plan_text_wants(s, err);
}

/* A plan while it is made. */
struct maker {
    struct session *session;
    struct arena *arena;
    struct plan_text text;
    struct plan plan;
};

static size_t planned(const struct plan *p, const char *action) {
    size_t i = 0;
    while (i < p->n_steps && strcmp(p->steps[i].action, action) != 0)
        i++;
    return i;
}

/*
 * The row of a fix, or of what takes its place on this kind of Mac. False: no such row; *ret_stmt NULL: nothing takes its place.
 * *ret_fix is its name.
 */
static bool find_fix(struct maker *m, const char *fix, sqlite3_stmt **ret_stmt, const char **ret_fix, struct error *err) {
    for (int detour = 0; detour < MAX_DETOURS; detour++) {
        sqlite3_stmt *stmt CLEANUP_STMT = session_prepare(m->session, fix_sql, err);
        if (!stmt)
            return false;
        sqlite3_bind_text(stmt, 1, fix, -1, SQLITE_STATIC);
        if (sqlite3_step(stmt) != SQLITE_ROW)
            return error_set(err, "knowledge/fix.tsv has no fix named %s", fix);
        struct slice steps = stmt_text(stmt, COL_STEPS);
        if (!slice_starts_with(steps, INSTEAD)) {
            bool nothing = slice_is(steps, NOTHING);
            *ret_fix = fix;
            *ret_stmt = nothing ? NULL : stmt;
            if (!nothing)
                stmt = NULL; /* the caller's now */
            return true;
        }
        fix = arena_string(m->arena, slice_trim(slice_from(steps, strlen(INSTEAD))));
        if (!fix)
            return error_set(err, "out of memory");
    }
    return error_set(err, "knowledge/fix.tsv: %s is replaced in a circle", fix);
}

/* The steps, filled; what is empty then is none. */
static const char **fill_steps(struct maker *m, struct slice text, struct error *err) {
    size_t n = 1, kept = 0;
    struct slice rest = text, before, after;
    while (slice_cut(rest, STEP_SEPARATOR, &before, &rest))
        n++;
    const char **steps = arena_array(m->arena, n + 1, sizeof *steps);
    if (!steps)
        return error_set(err, "out of memory"), NULL;
    for (size_t i = 0; i < n; i++) {
        if (!slice_cut(text, STEP_SEPARATOR, &before, &after))
            before = text;
        text = after;
        const char *step = plan_text_fill(&m->text, before, err);
        if (!step)
            return NULL;
        if (*step)
            steps[kept++] = step;
    }
    return steps;
}

static bool take_row(struct maker *m, sqlite3_stmt *stmt, struct plan_step *step, struct error *err) {
    const char **texts[] = {[COL_TITLE] = &step->title, [COL_KIND] = &step->kind, [COL_RISK] = &step->risk,
                            [COL_UNDO] = &step->undo,   [COL_WHY] = &step->why,   [COL_WORKED] = &step->worked};
    for (int i = COL_TITLE; i <= COL_WORKED; i++)
        if (!(*texts[i] = plan_text_fill(&m->text, stmt_text(stmt, i), err)))
            return false;
    step->next = arena_string(m->arena, stmt_text(stmt, COL_NEXT));
    step->steps = fill_steps(m, stmt_text(stmt, COL_STEPS), err);
    step->minutes = sqlite3_column_int64(stmt, COL_MINUTES);
    step->order = sqlite3_column_int64(stmt, COL_ORDER);
    return step->steps && (step->next || error_set(err, "out of memory"));
}

static bool add_fix(struct maker *m, const char *fix, enum plan_part part, struct error *err) {
    sqlite3_stmt *stmt CLEANUP_STMT = NULL;
    if (!find_fix(m, fix, &stmt, &fix, err))
        return false;
    if (!stmt || m->plan.n_steps == MAX_STEPS || planned(&m->plan, fix) < m->plan.n_steps)
        return true;
    struct plan_step step = {.action = fix, .part = part, .added = m->plan.n_steps};
    if (!take_row(m, stmt, &step, err))
        return false;
    m->plan.steps[m->plan.n_steps++] = step;
    return true;
}

static bool is_harmless(const struct plan_step *step) { return strcmp(step->risk, "none") == 0 || strcmp(step->risk, "low") == 0; }

static bool add_fixes_of(struct maker *m, const struct finding *f, enum plan_part part, struct error *err) {
    for (const char **fix = f->rule->fixes; *fix; fix++)
        if (!add_fix(m, *fix, part, err))
            return false;
    return true;
}

static bool add_list(struct maker *m, struct slice fixes, enum plan_part part, struct error *err) {
    struct slice one;
    while (fixes.len) {
        if (!slice_cut(fixes, ",", &one, &fixes)) {
            one = fixes;
            fixes = slice_from(fixes, fixes.len);
        }
        const char *fix = arena_string(m->arena, slice_trim(one));
        if (!fix || !add_fix(m, fix, part, err))
            return fix ? false : error_set(err, "out of memory");
    }
    return true;
}

static int compare(const void *a, const void *b) {
    const struct plan_step *x = a, *y = b;
    if (x->part != y->part)
        return x->part < y->part ? -1 : 1;
    if (x->order != y->order)
        return x->order < y->order ? -1 : 1;
    return x->added < y->added ? -1 : x->added > y->added;
}

static size_t first_risky(const struct plan *p) {
    size_t i = 0;
    while (i < p->n_steps && is_harmless(&p->steps[i]))
        i++;
    return i;
}

/* The backup goes before the first step that can lose something; it comes with that step, wherever its own place would be. */
static bool back_up_first(struct maker *m, struct error *err) {
    struct plan *p = &m->plan;
    if (first_risky(p) == p->n_steps)
        return true;
    if (p->n_steps == MAX_STEPS && planned(p, "back-up") == p->n_steps)
        p->n_steps--; /* room for it: the last step of so long a plan can be spared, the backup cannot */
    if (!add_fix(m, "back-up", PART_LAST_RESORT, err))
        return false;
    size_t backup = planned(p, "back-up"), risky = first_risky(p);
    if (backup == p->n_steps || risky == p->n_steps || backup < risky)
        return true;
    struct plan_step step = p->steps[backup];
    step.part = p->steps[risky].part;
    memmove(p->steps + risky + 1, p->steps + risky, (backup - risky) * sizeof *p->steps);
    p->steps[risky] = step;
    return true;
}

/* What a fix leads to beyond the plan, on this kind of Mac; NULL when all of it is in the plan. */
static bool beyond(struct maker *m, const char *next, const char **ret_next, struct error *err) {
    *ret_next = NULL;
    for (int i = 0; next && i < MAX_DETOURS; i++) {
        sqlite3_stmt *stmt CLEANUP_STMT = NULL;
        const char *fix = next;
        if (!find_fix(m, next, &stmt, &fix, err))
            return false;
        if (!stmt)
            return true;
        if (planned(&m->plan, fix) == m->plan.n_steps) {
            *ret_next = fix;
            return true;
        }
        next = arena_string(m->arena, stmt_text(stmt, COL_NEXT));
    }
    return true;
}

/* The plan itself leads on, and its last step beyond it. A backup that fails is no reason to go on: it leads where its own row says. */
static bool lead_on(struct maker *m, struct error *err) {
    struct plan *p = &m->plan;
    for (size_t i = 0; i < p->n_steps; i++)
        if (strcmp(p->steps[i].action, "back-up") == 0)
            continue;
        else if (i + 1 < p->n_steps)
            p->steps[i].next = p->steps[i + 1].action;
        else if (!beyond(m, p->steps[i].next, &p->steps[i].next, err))
            return false;
    return true;
}

/* A last resort that is less invasive than what the cause's own plan has done by then is none. */
static void drop_what_is_milder(struct plan *p) {
    int64_t most = 0;
    size_t kept = 0;
    for (size_t i = 0; i < p->n_steps; i++)
        if (p->steps[i].part == PART_CAUSE && p->steps[i].order > most)
            most = p->steps[i].order;
    for (size_t i = 0; i < p->n_steps; i++)
        if (p->steps[i].part != PART_LAST_RESORT || p->steps[i].order >= most)
            p->steps[kept++] = p->steps[i];
    p->n_steps = kept;
}

/* What is proved is mended first, then what else stands, the causes of earlier attempts that may come back, and the last resort. */
static bool plan_for_cause(struct maker *m, const struct verdict *v, const struct earlier *earlier, struct error *err) {
    if (!add_fixes_of(m, v->top, PART_CAUSE, err))
        return false;
    for (size_t i = 0; i < v->n_ranked; i++) {
        const struct finding *f = v->ranked[i];
        bool counts =
            (f->rule->cause || f->rule->is_check) && !f->explained_by && f->strength >= STRENGTH_SUGGESTS && !earlier_is_over(earlier, f);
        if (counts && !add_fixes_of(m, f, PART_ALSO, err))
            return false;
    }
    for (size_t i = 0; i < earlier->n_failures; i++)
        if (earlier->failures[i].ahead && !add_fixes_of(m, earlier->failures[i].finding, PART_ALSO, err))
            return false;
    sqlite3_stmt *stmt CLEANUP_STMT = session_prepare(m->session, "SELECT NULLIF(last_resort, '-') FROM known_cause WHERE cause = ?", err);
    if (!stmt)
        return false;
    sqlite3_bind_text(stmt, 1, v->top->rule->cause, -1, SQLITE_STATIC);
    if (sqlite3_step(stmt) == SQLITE_ROW && !add_list(m, stmt_text(stmt, 0), PART_LAST_RESORT, err))
        return false;
    drop_what_is_milder(&m->plan);
    return true;
}

static void drop_risky(struct plan *p, size_t from) {
    size_t kept = from;
    for (size_t i = from; i < p->n_steps; i++)
        if (is_harmless(&p->steps[i]))
            p->steps[kept++] = p->steps[i];
    p->n_steps = kept;
}

/* More evidence comes before any attempt at mending; upon a mere hint nothing is done that could lose data. */
static bool plan_without_cause(struct maker *m, const struct verdict *v, struct error *err) {
    if (!add_fix(m, "collect-more", PART_CAUSE, err))
        return false;
    for (size_t i = 0; i < v->n_ranked; i++) {
        const struct finding *f = v->ranked[i];
        size_t before = m->plan.n_steps;
        if (f->explained_by)
            continue;
        if (!add_fixes_of(m, f, PART_ALSO, err))
            return false;
        if (f->strength == STRENGTH_HINTS)
            drop_risky(&m->plan, before);
    }
    return add_list(m, slice_str("wait-and-retry, safe-mode, first-aid"), PART_ALSO, err);
}

bool plan_make(struct session *s, struct arena *arena, const struct verdict *v, const struct earlier *earlier, struct redactor *redactor,
               struct plan *ret_plan, struct error *err) {
    struct maker m = {.session = s, .arena = arena, .text = plan_text_for(s, arena, redactor, v->stage)};
    m.plan.steps = arena_array(arena, MAX_STEPS, sizeof *m.plan.steps);
    if (!m.plan.steps)
        return error_set(err, "out of memory");
    if (v->status != STATUS_HEALTHY) {
        if (v->top ? !plan_for_cause(&m, v, earlier, err) : !plan_without_cause(&m, v, err))
            return false;
        qsort(m.plan.steps, m.plan.n_steps, sizeof *m.plan.steps, compare);
        if (!back_up_first(&m, err) || !lead_on(&m, err))
            return false;
    }
    *ret_plan = m.plan;
    return true;
}
