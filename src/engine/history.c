#include "engine/history.h"

#define DAY (24 * 60 * 60 * NS_PER_SECOND)
#define HISTORY_REACH (60 * DAY)
/* What belongs to an attempt may stand a little before and after it, but not in its neighbour. */
#define SLACK (15 * 60 * NS_PER_SECOND)

static bool dated(const struct attempt *a) { return a->start_ns != TIMESTAMP_NONE && a->end_ns != TIMESTAMP_NONE; }

/* What was prepared within the day before waits to be installed: that is the same story still. */
static bool went_through(const struct attempt *a, int64_t before) {
    return str_is(a->kind, "update") && str_is(a->outcome, "succeeded") && (!str_is(a->last_stage, "prepare") || a->end_ns < before - DAY);
}

/* The ends of the time whose lines are this attempt's own. */
static int64_t begin_of(const struct verdict *v, const struct attempt *a) {
    int64_t from = a->start_ns - SLACK;
    for (size_t i = 0; i < v->n_attempts; i++) {
        const struct attempt *o = &v->attempts[i];
        if (o != a && dated(o) && o->end_ns < a->start_ns && o->end_ns >= from)
            from = o->end_ns + 1;
    }
    return from;
}

static int64_t end_of(const struct verdict *v, const struct attempt *a) {
    int64_t to = a->end_ns + SLACK;
    for (size_t i = 0; i < v->n_attempts; i++) {
        const struct attempt *o = &v->attempts[i];
        if (o != a && dated(o) && o->start_ns > a->end_ns && o->start_ns <= to)
            to = o->start_ns - 1;
    }
    return to;
}

static bool judge_one(struct session *s, struct arena *arena, const struct rule_list *rules, const struct verdict *v, struct attempt *a,
                      struct error *err) {
    struct finding_list findings;
    if (!session_judge(s, a->number, err) || !findings_collect(s, arena, rules, &findings, err))
        return error_wrap(err, "judging attempt %lld", (long long)a->number);
    a->cause = verdict_of_attempt(arena, &findings, begin_of(v, a), end_of(v, a));
    return true;
}

bool history_judge(struct session *s, struct arena *arena, const struct rule_list *rules, struct verdict *v, struct error *err) {
    size_t last = 0, asked = 0;
    while (last < v->n_attempts && !v->attempts[last].judged)
        last++;
    if (last == v->n_attempts)
        return true;
    struct attempt *judged = &v->attempts[last];
    judged->cause = v->top;
    if (v->status == STATUS_HEALTHY || !str_is(judged->outcome, "failed") || !dated(judged))
        return true;
    for (size_t i = 0; i < v->n_attempts && asked < HISTORY_ATTEMPTS; i++) { /* the latest first */
        struct attempt *a = &v->attempts[i];
        if (a == judged || !dated(a) || a->start_ns >= judged->start_ns)
            continue;
        if (went_through(a, judged->start_ns) || a->start_ns < judged->start_ns - HISTORY_REACH)
            break;
        if (!str_is(a->outcome, "failed"))
            continue;
        asked++;
        if (!judge_one(s, arena, rules, v, a, err))
            return false;
    }
    return !asked || session_judge(s, judged->number, err);
}
