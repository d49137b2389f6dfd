/*
 * earlier: what stopped the attempts before the judged one.
 *
 * The verdict is about the last failed attempt. Where an earlier one failed for another cause that was mended in between, or that waits
 * behind the present one, both are to be told, in order. What stopped each is found by history_judge(); here stands what the reports and
 * the plan make of it.
 */
#ifndef TAILOR_ENGINE_EARLIER_H
#define TAILOR_ENGINE_EARLIER_H

#include "engine/verdict.h"

struct earlier_failure {
    const struct attempt *attempt;
    const struct finding *finding;
    bool ahead; /* the judged attempt has not come beyond the stage where this one failed: it may happen again */
};

/* Oldest first; of one rule in several attempts only the last. */
struct earlier {
    struct earlier_failure *failures;
    size_t n_failures;
    int64_t since; /* when the judged attempt began */
};

/* Is this finding of the verdict one of those causes? */
bool earlier_tells(const struct earlier *e, const struct finding *f);
/* Is it the cause of an earlier attempt that the judged one got beyond? Nothing needs to be done about it. */
bool earlier_is_over(const struct earlier *e, const struct finding *f);

/* After history_judge(); a note of the verdict tells each. */
bool earlier_find(struct arena *arena, struct verdict *v, struct earlier *ret_earlier, struct error *err) MUST_USE;

#endif
