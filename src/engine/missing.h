/*
 * missing: what was not in the evidence, what it would have told, and how to get it.
 *
 * A rule whose artefacts are all absent is "unknown, for want of ...", not
 * false. The artefacts that would let most rules speak come first.
 */
#ifndef TAILOR_ENGINE_MISSING_H
#define TAILOR_ENGINE_MISSING_H

#include "engine/verdict.h"

struct missing_artefact {
    const char *artefact, *would_tell, *get_with;
    int64_t rules; /* how many rules would read it */
};

struct missing {
    struct missing_artefact *artefacts;
    size_t n_artefacts;
};

bool missing_find(struct session *s, struct arena *arena, const struct rule_list *rules, struct missing *ret_missing,
                  struct error *err) MUST_USE;

/* Of these kinds of artefact (known_artefact; NULL-terminated) those that are not at hand. */
bool missing_of_kinds(struct session *s, struct arena *arena, const char *const *kinds, struct missing *ret_missing,
                      struct error *err) MUST_USE;

#endif
