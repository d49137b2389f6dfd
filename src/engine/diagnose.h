/*
 * diagnose: the library call from evidence to verdict.
 *
 * Everything in the diagnosis lives until diagnosis_free(). Re-entrant.
 */
#ifndef TAILOR_ENGINE_DIAGNOSE_H
#define TAILOR_ENGINE_DIAGNOSE_H

#include "engine/context.h"
#include "engine/endpoint_list.h"
#include "engine/missing.h"
#include "engine/plan.h"
#include "engine/redact.h"
#include "engine/scan.h"

struct mac_facts {
    const char *model, *name, *chip, *kind, *version, *build;
};

struct damaged_artefact {
    const char *path, *state, *problem;
};

struct diagnosis {
    struct arena *arena;
    struct session *session;
    struct rule_list rules;
    struct finding_list findings;
    struct verdict verdict;
    struct earlier earlier; /* what stopped the attempts before the judged one */
    struct plan plan;
    struct context context; /* empty unless asked for */
    struct missing missing;
    struct endpoint_list endpoints; /* what a probe found; empty without one */
    struct mac_facts mac;
    struct damaged_artefact *damaged; /* what could not be read whole */
    size_t n_damaged;
    int64_t n_read;            /* artefacts that were read, wholly or in part */
    struct redactor *redactor; /* NULL when redaction is off */
};

struct diagnose_options {
    const struct knowledge *knowledge;
    struct scan_options scan;
    bool no_redact;
    bool context; /* the lines round the quoted ones too: the evidence is read once more */
};

bool diagnose_run(const struct diagnose_options *options, struct diagnosis *ret_diagnosis, struct error *err) MUST_USE;
void diagnosis_free(struct diagnosis *d);

/*
 * The same in steps, for what reasons otherwise over the same evidence (rehearsal.h): what is prepared between the two is read too. After
 * a failure of either, diagnosis_free().
 */
bool diagnosis_open(const struct diagnose_options *options, struct diagnosis *d, struct error *err) MUST_USE;
bool diagnosis_fill(const struct diagnose_options *options, struct diagnosis *d, struct error *err) MUST_USE;

#endif
