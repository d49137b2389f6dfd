/*
 * plan: what to do, in order, for this hardware (knowledge/fix.tsv).
 *
 * The fixes of the verdict's rule come first; those of other findings that
 * stand follow when the cause is proved to have company. Within that, the
 * harmless and likely before the rare and invasive (`order` of the fix). When
 * nothing is proved the plan says what to collect, then what is harmless to
 * try. Whatever carries a risk is preceded by the backup.
 */
#ifndef TAILOR_ENGINE_PLAN_H
#define TAILOR_ENGINE_PLAN_H

#include "engine/verdict.h"

struct plan_step {
    const char *action, *title, *kind, *risk, *undo, *why, *worked, *next;
    const char **steps; /* NULL-terminated */
    int64_t minutes, order;
    bool first; /* of the verdict's own rule */
};

struct plan {
    struct plan_step *steps;
    size_t n_steps;
};

bool plan_make(struct session *s, struct arena *arena, const struct verdict *v, struct plan *ret_plan, struct error *err) MUST_USE;
void plan_wants(struct session *s);

#endif
