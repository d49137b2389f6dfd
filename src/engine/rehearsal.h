/*
 * rehearsal: will the next update personalize? Every check of checks/, judged over evidence of the Mac as it stands.
 *
 * What is judged are conditions, not failures that were: the checks ask the filled session, and the rules that they name are run over the
 * next attempt, supposed to fail at each stage (check.h). Answers from the network (probe.json, pmv.json, account.json,
 * signing-exchange.json) are evidence as the rest is: saved ones rehearse like fresh ones. Nothing is sent from here.
 *
 * Owner: everything lives until rehearsal_free(). Re-entrant.
 */
#ifndef TAILOR_ENGINE_REHEARSAL_H
#define TAILOR_ENGINE_REHEARSAL_H

#include "engine/check.h"
#include "engine/diagnose.h"

enum rehearsal_status {
    REHEARSAL_PERSONALIZES, /* nothing fails, nothing that is needed is unknown, and a ticket was granted and verified */
    REHEARSAL_CLEAR,        /* nothing fails, and nothing that is needed and was asked for is unknown */
    REHEARSAL_UNKNOWN,      /* nothing fails, but something that is needed is unknown */
    REHEARSAL_STOPPED,      /* something fails */
};
const char *rehearsal_status_name(enum rehearsal_status s); /* "will-personalize", "clear", "unknown", "stopped" */

enum check_outcome { CHECK_UNKNOWN, CHECK_PASSED, CHECK_FAILED };
const char *check_outcome_name(enum check_outcome o);

enum { CHECK_MAX_NOTES = 8, CHECK_MAX_FINDINGS = 8 };

struct check_note {
    const char *says;
    struct evidence_row row;
};

struct check_result {
    const struct check *check;
    enum check_outcome outcome;
    const char *says;              /* the outcome as a sentence */
    const char *cause, *fix;       /* of its own failing row, where that names them */
    struct evidence_row *evidence; /* what it rests on */
    size_t n_evidence;
    const struct finding *findings[CHECK_MAX_FINDINGS]; /* what fails it, the most telling first */
    size_t n_findings;
    struct check_note notes[CHECK_MAX_NOTES];
    size_t n_notes;
    struct missing missing; /* of an unknown one: what would tell */
};

struct rehearsal_target {
    const char *version, *build; /* NULL: not known */
    const char *origin;          /* why this one, in a few words; NULL when there is none */
    int64_t major;
};

struct rehearsal {
    struct diagnosis base; /* session, redactor, plan, the Mac, what was damaged; its verdict is that of the rehearsal */
    struct check_list checks;
    struct rehearsal_target target;
    struct check_result *results; /* in order; those that this Mac has no use for are left out */
    size_t n_results, n_passed, n_failed, n_unknown;
    const struct check_result *first; /* the first that fails; NULL */
    enum rehearsal_status status;
    const char *summary;
};

struct rehearse_options {
    struct diagnose_options diagnose; /* knowledge, scan, redaction */
    const char *target;               /* version or build; NULL: what would be offered next */
    const char *stage;                /* only the checks of this stage; NULL: all */
    bool live;                        /* the answers of the network were asked for: one that is missing is missed */
};

bool rehearsal_run(const struct rehearse_options *options, struct rehearsal *ret_rehearsal, struct error *err) MUST_USE;
void rehearsal_free(struct rehearsal *r);

/* What the unknown checks lack, each artefact once, in order; NULL behind the last. */
const struct missing_artefact *rehearsal_missing(const struct rehearsal *r, size_t index);

/* Is it a version or a build, as --target takes it? */
bool rehearsal_target_is_valid(const char *text);

#endif
