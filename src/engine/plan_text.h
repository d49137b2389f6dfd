/*
 * plan_text: the texts of knowledge/fix.tsv, made to fit this Mac.
 *
 * Two kinds of holes stand in them:
 *   {13+ A|B}   A where the Mac runs macOS 13 or later, B before; where the version is not known, A with B behind it in brackets.
 *               Either may be empty. {15+ A|13+ B|C} is A, B or C.
 *   {snapshots} a value out of the evidence or the knowledge: a row of knowledge/plan_value.tsv, whose SQL is asked with :stage (the
 *               stage that failed). Its rows, at most `most`, are joined by `between` and put behind `lead`; without a row it is
 *               `otherwise`.
 * A step of which nothing is left is no step. Values are redacted here, since a plan is shown as it is.
 *
 * Owner: results live in the arena; plan_text_close ends the statements. The session must outlive it.
 */
#ifndef TAILOR_ENGINE_PLAN_TEXT_H
#define TAILOR_ENGINE_PLAN_TEXT_H

#include "engine/redact.h"

struct plan_text {
    struct session *session;
    struct arena *arena;
    struct redactor *redactor; /* NULL: nothing is redacted */
    const char *stage;         /* NULL: not known */
    int major;                 /* of macOS, 10 for all before 11; 0: not known */
};

/* The tables that the values read; to be called before the scan. False: a value's SQL is wrong. */
bool plan_text_wants(struct session *s, struct error *err) MUST_USE;
struct plan_text plan_text_for(struct session *s, struct arena *arena, struct redactor *redactor, const char *stage);
/* NULL with err: an unknown hole, or out of memory. */
const char *plan_text_fill(const struct plan_text *t, struct slice text, struct error *err) MUST_USE;

#endif
