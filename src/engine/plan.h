/*
 * plan: what to do, in order, for this hardware (knowledge/fix.tsv).
 *
 * Three parts, each from the harmless and likely to the rare and invasive (`order` of the fix): what mends the verdict's cause; what
 * mends the other findings that stand, and the cause of an earlier attempt that the judged one did not get beyond; and, where a
 * cause can lie so deep, the last resort (`last_resort` of knowledge/cause.tsv). When nothing is proved the plan says what to collect, then
 * what is harmless to try. What carries a risk is preceded by the backup, and by anything that need not come after it.
 *
 * A fix that this kind of Mac cannot do is not planned: in its steps_KIND "= other" names what takes its place there, "-" that nothing
 * does. Texts are filled (plan_text.h) and redacted: a report shows them as they are, escaped.
 */
#ifndef TAILOR_ENGINE_PLAN_H
#define TAILOR_ENGINE_PLAN_H

#include "engine/earlier.h"
#include "engine/redact.h"
#include "engine/verdict.h"

enum plan_part { PART_CAUSE, PART_ALSO, PART_LAST_RESORT };
const char *plan_part_name(enum plan_part part); /* "cause", "also", "last-resort" */

struct plan_step {
    const char *action, *title, *kind, *risk, *undo, *why, *worked;
    const char
        *next; /* the fix to go on with when this one does not help: the next step of the plan, or one beyond it; NULL: none is left */
    const char **steps; /* NULL-terminated */
    int64_t minutes, order;
    enum plan_part part;
    size_t added; /* which came first into the plan: decides where the order is the same */
};

struct plan {
    struct plan_step *steps;
    size_t n_steps;
};

bool plan_make(struct session *s, struct arena *arena, const struct verdict *v, const struct earlier *earlier, struct redactor *redactor,
               struct plan *ret_plan, struct error *err) MUST_USE;
bool plan_wants(struct session *s, struct error *err) MUST_USE;

#endif
