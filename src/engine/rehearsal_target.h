/* rehearsal_target: which update is rehearsed, out of what the evidence says is offered. */
#ifndef TAILOR_ENGINE_REHEARSAL_TARGET_H
#define TAILOR_ENGINE_REHEARSAL_TARGET_H

#include "engine/rehearsal.h"

void rehearsal_target_wants(struct session *s);

/*
 * `wanted` (a version or a build), else what management enforces, else the newest that is offered within the running major version, else
 * the newest that is offered at all, else what a manifest at hand is for. All NULL where nothing tells.
 */
bool rehearsal_target_find(struct session *s, struct arena *arena, const char *wanted, struct rehearsal_target *ret_target,
                           struct error *err) MUST_USE;

#endif
