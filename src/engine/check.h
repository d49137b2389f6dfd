/*
 * check: one question of a rehearsal, one file checks/<order>-<name>.sql: a head as a rule has it, then one SELECT.
 *
 *     -- check:    space
 *     -- stage:    preflight             one of the seven stages; checks of a stage stand in the order of their file names
 *     -- title:    Free space            what is asked, in a few words, as within a sentence
 *     -- cause:    disk-space            of a failure
 *     -- strength: proves                of a failure: does it stop the update for certain (proves) or likely (suggests)?
 *     -- because:  one sentence: why the update needs it
 *     -- fix:      free-space            as in a rule
 *     -- fails:    disk-space/preboot-full, network    rules and folders whose finding fails this check: see below
 *     -- notes:    disk-space/snapshots                the same, but only told beside it
 *     -- tells:    df, diskutil_info     kinds of artefact (known_artefact) that would let it be told
 *     -- unknown:  one sentence: what it means that nothing tells
 *     -- needed:   yes                   unknown is not good enough
 *     -- live:     yes                   only an answer from the network tells; offline it is not asked for
 *     -- decides:  yes                   passed, and with nothing against it, the update will personalize
 *
 * Columns of the SELECT: `outcome` (passed, failed, unknown; noted: told beside the outcome; none: this Mac has no such thing, the check is
 * left out), `says` (one sentence) and, as in a rule, `text`, `source`, `line`, `ns`; where they
 * differ from the head's, the `cause` and the `fix` of the row. Parameters: :stage, :version, :build and :major of
 * the target (NULL when not known), :live (1 when answers of the network were asked for). What fails outweighs what is unknown, and that
 * what passes; without a row the check is unknown, and of what `tells` names all that is not at hand is missing.
 *
 * Conditions that rules know are not written again. Rules ask for a failed attempt that their fact explains: they are run over an attempt
 * that is supposed to fail at the check's stage (session_suppose), and what they find then is what would stop it.
 */
#ifndef TAILOR_ENGINE_CHECK_H
#define TAILOR_ENGINE_CHECK_H

#include "engine/rule.h"

struct check {
    struct rule rule; /* name, stage, title, cause, strength, because, fixes; its statement and what that reads */
    const char **fails, **notes, **tells;
    const char *unknown;
    bool needed, live, decides;
    size_t place; /* of its file among the others */
};

struct check_list {
    struct check *checks; /* in the order of the stages */
    size_t n_checks;
};

/* Reads and prepares every check; the session then wants what they read. An error names the check and what is wrong. */
bool checks_prepare(struct session *s, struct arena *arena, struct check_list *ret_list, struct error *err) MUST_USE;
void checks_free(struct check_list *list);

/* The head alone, for tests. */
bool check_parse(struct arena *arena, struct rule_text text, struct check *ret_check, struct error *err) MUST_USE;

#endif
