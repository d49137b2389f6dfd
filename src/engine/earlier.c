#include "engine/earlier.h"

#include "engine/history.h"
#include "engine/stages.h"

static void drop_rule(struct earlier *e, const struct rule *rule) {
    for (size_t i = 0; i < e->n_failures; i++)
        if (e->failures[i].finding->rule == rule) {
            memmove(e->failures + i, e->failures + i + 1, (e->n_failures - i - 1) * sizeof *e->failures);
            e->n_failures--;
            return;
        }
}

/* All that it rests on was over when the judged attempt began. */
static bool is_over(const struct finding *f, int64_t since) {
    for (size_t i = 0; i < f->n_evidence; i++)
        if (f->evidence[i].ns == TIMESTAMP_NONE || f->evidence[i].ns >= since)
            return false;
    return f->n_evidence > 0;
}

/* The failure that this finding of the verdict tells of; NULL: none. */
static const struct earlier_failure *failure_of(const struct earlier *e, const struct finding *f) {
    for (size_t i = 0; i < e->n_failures; i++)
        if (e->failures[i].finding == f || (e->failures[i].finding->rule == f->rule && (f->outside || is_over(f, e->since))))
            return &e->failures[i];
    return NULL;
}

bool earlier_tells(const struct earlier *e, const struct finding *f) { return failure_of(e, f) != NULL; }

bool earlier_is_over(const struct earlier *e, const struct finding *f) {
    const struct earlier_failure *failure = failure_of(e, f);
    return failure && !failure->ahead;
}

/* What history_judge() found for an attempt before the judged one, if it is another story than the verdict's. */
static const struct finding *cause_of(const struct verdict *v, const struct attempt *a) {
    bool before = !a->judged && a->cause && v->judged && v->judged->start_ns != TIMESTAMP_NONE && a->start_ns < v->judged->start_ns;
    return before && !(v->top && strcmp(a->cause->rule->cause, v->top->rule->cause) == 0) ? a->cause : NULL;
}

static void note(struct arena *arena, struct verdict *v, const struct earlier_failure *failure) {
    char day[32];
    const struct attempt *a = failure->attempt;
    timestamp_format(a->start_ns, day);
    day[10] = 0;
    verdict_note(arena, v,
                 arena_printf(arena, "Before that, on %s, an attempt failed%s%s for another reason: %s", day,
                              a->last_stage ? " at stage " : "", a->last_stage ? a->last_stage : "", failure->finding->title));
}

bool earlier_find(struct arena *arena, struct verdict *v, struct earlier *ret_earlier, struct error *err) {
    struct earlier e = {.failures = arena_array(arena, HISTORY_ATTEMPTS, sizeof *e.failures)};
    if (!e.failures)
        return error_set(err, "out of memory");
    for (size_t i = v->n_attempts; i > 0 && e.n_failures < HISTORY_ATTEMPTS; i--) { /* attempts are kept newest first */
        const struct attempt *a = &v->attempts[i - 1];
        const struct finding *f = cause_of(v, a);
        if (!f)
            continue;
        drop_rule(&e, f->rule);
        e.failures[e.n_failures++] =
            (struct earlier_failure){.attempt = a, .finding = f, .ahead = stage_index(a->last_stage) >= stage_index(v->judged->last_stage)};
    }
    for (size_t i = 0; i < e.n_failures; i++)
        note(arena, v, &e.failures[i]);
    e.since = v->judged ? v->judged->start_ns : TIMESTAMP_NONE;
    *ret_earlier = e;
    return true;
}
