/*
 * words: what the report writers for people say in the same words: the status,
 * the certainty, causes and stages by their titles in knowledge/, an attempt
 * as one sentence. Texts come from the program or its knowledge, never from
 * evidence; still, a writer escapes them.
 */
#ifndef TAILOR_REPORT_WORDS_H
#define TAILOR_REPORT_WORDS_H

#include "engine/diagnose.h"

/* "Cause found" */
const char *words_status(enum status s);
/* "proved" from 0.85, "very likely" from 0.7, "likely" from 0.5, else "possible". */
const char *words_certainty(double confidence);

/* knowledge/TABLE.tsv; NULL when there is none, or no session. */
const struct tsv *words_table(const struct diagnosis *d, const char *table);
/* A cell of knowledge/TABLE.tsv by the value of its first column; NULL when there is none. */
const char *words_known(const struct diagnosis *d, const char *table, const char *key, const char *column);
/* The title of a cause, stage or fix; the name itself when knowledge has none; "" for NULL. */
const char *words_title(const struct diagnosis *d, const char *table, const char *name);

/* Place of a fix in the plan, from 0; SIZE_MAX when it is not there. */
size_t words_planned(const struct diagnosis *d, const char *action);
/* The first step that is no mere preparation; 0 where there is none. */
size_t words_mending(const struct diagnosis *d);
/* How the steps of a part are introduced; NULL for the first one. */
const char *words_part(const struct diagnosis *d, enum plan_part part);
/* What leads on from a step: "If it does not help", or of a backup "If it cannot be made". */
const char *words_otherwise(const struct plan_step *step);
/* Where no step is left. */
extern const char words_no_step_left[];

/* Attempts that failed for reasons of their own, the earlier ones before the judged one: 0 where there is nothing to tell in order. */
size_t words_story(const struct diagnosis *d);
struct words_chapter {
    int64_t ns;                /* TIMESTAMP_NONE: not known */
    const char *stage, *title; /* stage may be NULL; the title is evidence: to be redacted */
};
struct words_chapter words_chapter(const struct diagnosis *d, size_t index);
/* Is it the cause of an earlier attempt, and told there? */
bool words_earlier(const struct diagnosis *d, const struct finding *f);
/* What became of the cause of an earlier attempt, as a sentence. */
const char *words_since(const struct earlier_failure *e);

/*
 * A text of knowledge/fix.tsv has its commands between backticks. Cuts the next run of text or of command off *rest; false at the end.
 * `*is_code` is false before the first call.
 */
bool words_run(struct slice *rest, bool *is_code, struct slice *ret_run);
/* The same text without the backticks; in the arena of the diagnosis. */
struct slice words_plain(const struct diagnosis *d, const char *text);

/* One plain sentence without full stop: the cause, or that none is proved, or that nothing failed. */
const char *words_headline(const struct diagnosis *d);

/* The stage of a finding; "attempt" in a rule means where the judged attempt failed. NULL when not known. */
const char *words_finding_stage(const struct diagnosis *d, const struct finding *f);

/* Where the attempt broke or ended: for the judged one the verdict's stage, which may come from the dialog. NULL when not known. */
const char *words_attempt_stage(const struct diagnosis *d, const struct attempt *a);

/* "2024-10-01 09:31:02 UTC"; "" for TIMESTAMP_NONE. */
void words_time(int64_t ns, char out[40]);

/* Is the finding one to show among those that stand: it names a cause, nothing explains it, and it is more than a hint. */
bool words_stands(const struct finding *f);

#endif
