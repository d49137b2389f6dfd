#include "engine/earlier.h"

enum { MAX_EARLIER = 16 };
/* As for the judged attempt (verdict.c): the daemon is prepared before, a dialog comes after. */
#define BEFORE (15 * 60 * NS_PER_SECOND)
#define AFTER (60 * 60 * NS_PER_SECOND)

static bool lies_in(const struct finding *f, const struct attempt *a) {
    for (size_t i = 0; i < f->n_evidence; i++)
        if (f->evidence[i].ns != TIMESTAMP_NONE && f->evidence[i].ns >= a->start_ns - BEFORE && f->evidence[i].ns <= a->end_ns + AFTER)
            return true;
    return false;
}

/*
 * All that it rests on was over when the judged attempt began. The verdict takes what came minutes before for part of the attempt, since
 * the daemon is prepared before; what lies in an attempt of its own is not.
 */
static bool is_over(const struct finding *f, const struct attempt *judged) {
    for (size_t i = 0; i < f->n_evidence; i++)
        if (f->evidence[i].ns == TIMESTAMP_NONE || f->evidence[i].ns >= judged->start_ns)
            return false;
    return judged->start_ns != TIMESTAMP_NONE;
}

/* By what its rule says: the verdict has lowered the finding itself. */
static bool is_surer(const struct finding *f, const struct finding *than) {
    if (!than || f->rule->strength != than->rule->strength)
        return !than || f->rule->strength > than->rule->strength;
    return f->rule->confidence > than->rule->confidence;
}

static const struct finding *cause_of(const struct verdict *v, const struct attempt *a) {
    const struct finding *best = NULL;
    for (size_t i = 0; i < v->n_ranked; i++) {
        const struct finding *f = v->ranked[i];
        bool tells = f->rule->cause && f->rule->strength > STRENGTH_HINTS && !f->explained_by && f != v->top;
        if (tells && (f->outside || is_over(f, v->judged)) && lies_in(f, a) && is_surer(f, best))
            best = f;
    }
    return best;
}

/* The stages in the order of knowledge/stage.tsv; an unknown one comes last. */
static size_t position(const char *stage) {
    static const char *const stages[] = {"scan", "download", "preflight", "personalize", "prepare", "apply", "boot"};
    size_t n = sizeof stages / sizeof *stages, i = 0;
    while (i < n && !(stage && strcmp(stages[i], stage) == 0))
        i++;
    return i;
}

static void drop_rule(struct earlier *e, const struct rule *rule) {
    for (size_t i = 0; i < e->n_failures; i++)
        if (e->failures[i].finding->rule == rule) {
            memmove(e->failures + i, e->failures + i + 1, (e->n_failures - i - 1) * sizeof *e->failures);
            e->n_failures--;
            return;
        }
}

bool earlier_is_over(const struct earlier *e, const struct finding *f) {
    for (size_t i = 0; i < e->n_failures; i++)
        if (e->failures[i].finding == f)
            return !e->failures[i].ahead;
    return false;
}

bool earlier_find(struct arena *arena, const struct verdict *v, struct earlier *ret_earlier, struct error *err) {
    struct earlier e = {.failures = arena_array(arena, MAX_EARLIER, sizeof *e.failures)};
    if (!e.failures)
        return error_set(err, "out of memory");
    /* Attempts are kept newest first. */
    for (size_t i = v->n_attempts; i > 0 && v->judged; i--) {
        const struct attempt *a = &v->attempts[i - 1];
        if (a->judged || a->start_ns == TIMESTAMP_NONE || strcmp(a->outcome, "failed") != 0 ||
            (v->judged->start_ns != TIMESTAMP_NONE && a->start_ns > v->judged->start_ns))
            continue;
        const struct finding *f = cause_of(v, a);
        if (!f)
            continue;
        drop_rule(&e, f->rule);
        if (e.n_failures == MAX_EARLIER)
            drop_rule(&e, e.failures[0].finding->rule);
        e.failures[e.n_failures++] =
            (struct earlier_failure){.attempt = a, .finding = f, .ahead = position(a->last_stage) >= position(v->judged->last_stage)};
    }
    *ret_earlier = e;
    return true;
}
