/*
 * history: the failed attempts before the judged one, each judged as if it were the last.
 *
 * Two causes often come one after the other: the disk was full, and when it was emptied the signing server refused. The verdict is
 * about the last; what stopped the earlier ones is told before it, in order, with the lines that prove it. An attempt further back
 * than HISTORY_REACH, or before an update that went through, belongs to another story.
 */
#ifndef TAILOR_ENGINE_HISTORY_H
#define TAILOR_ENGINE_HISTORY_H

#include "engine/verdict.h"

enum { HISTORY_ATTEMPTS = 4 }; /* so many are judged at most, the latest first; each costs a run of all rules */

/* Sets `cause` of the attempts. To be called after verdict_reach(), on a filled session; earlier_find() tells what it found. */
bool history_judge(struct session *s, struct arena *arena, const struct rule_list *rules, struct verdict *v, struct error *err) MUST_USE;

#endif
