/*
 * verdict: from findings to one answer (DESIGN section 7).
 *
 * It judges the last failed attempt. A finding whose dated rows all lie
 * outside that attempt proves nothing any more: it is lowered to a hint. Among
 * the findings that nothing else explains, what proves comes before what
 * suggests. Without a visible failure there is no verdict against anybody,
 * unless no log was there to show one; without proof the answer is
 * "undetermined" together with what to collect. Evidence of which nothing
 * could be read is undetermined too: it shows no health.
 */
#ifndef TAILOR_ENGINE_VERDICT_H
#define TAILOR_ENGINE_VERDICT_H

#include "engine/finding.h"

enum status { STATUS_HEALTHY, STATUS_UNDETERMINED, STATUS_FAILED };
const char *status_name(enum status s);

struct attempt {
    int64_t number; /* column `attempt` */
    const char *kind, *start, *end, *last_stage, *outcome, *from_version, *to_version, *to_build;
    struct evidence_row decided;
    int64_t start_ns, end_ns;
    bool judged, superseded;
    const struct finding *cause; /* why it failed; NULL: not proved, or not asked (history.h) */
};

enum { VERDICT_MAX_NOTES = 8 };

struct verdict {
    enum status status;
    const struct finding *top; /* NULL unless failed */
    const char *stage;         /* where the failure is; NULL when healthy */
    double confidence;
    const char *summary;                  /* one paragraph, the notes included */
    const char *notes[VERDICT_MAX_NOTES]; /* sentences that set the verdict right: other causes, what went well, what came before */
    size_t n_notes;
    const struct attempt *judged; /* NULL: no attempt left a trace */
    struct attempt *attempts;
    size_t n_attempts;
    const struct finding **ranked; /* all findings, the most telling first */
    size_t n_ranked;
};

/* May lower findings (`outside`, strength, confidence) and sets their explained_by. */
bool verdict_reach(struct session *s, struct arena *arena, struct finding_list *findings, struct verdict *ret_verdict,
                   struct error *err) MUST_USE;

/* Adds a sentence to the notes and to the summary; one too many is left out. */
void verdict_note(struct arena *arena, struct verdict *v, const char *sentence);

/*
 * The finding that would be the verdict of one attempt with its evidence within [from, to], were it the judged one; NULL when none
 * names a cause, or none with a dated row there. Ranks, lowers and explains the findings as verdict_reach does.
 */
const struct finding *verdict_of_attempt(struct arena *arena, struct finding_list *findings, int64_t from, int64_t to);

/* Are all its rows dated, and all outside this time? */
bool verdict_lies_outside(const struct finding *f, int64_t from, int64_t to);

/* The tables that verdict_reach reads; to be called before the scan. */
void verdict_wants(struct session *s);

#endif
