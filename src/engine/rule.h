/*
 * rule: one file of rules/<cause>/<name>.sql, read.
 *
 * The head is comment lines "-- key: value"; the rest is one SELECT. Columns
 * of the SELECT: `text` (the quoted evidence, required), `source`, `line`,
 * `time` where it stands, optionally `stage` (overrides the head's), and any
 * other that the title names in braces. docs/rules.md explains each key.
 *
 *     -- stage:      personalize            or "attempt": where the last failed attempt stopped
 *     -- strength:   proves | suggests | hints
 *     -- title:      {name} is redirected to {address}
 *     -- because:    one sentence: why this stops the update
 *     -- fix:        remove-hosts-lines, fix-dns
 *     -- over:       network/unreachable    findings that this one explains; "network" means all of the folder
 *     -- confidence: 0.95                   how often it is right when it fires; has a default by strength
 *     -- note:       yes                    its title is told beside the verdict, whatever that is
 *
 * Files in rules/outcome say what happened (an attempt failed, the update
 * succeeded); they name no cause.
 */
#ifndef TAILOR_ENGINE_RULE_H
#define TAILOR_ENGINE_RULE_H

#include "engine/head.h"
#include "engine/session.h"

struct rule {
    const char *name;  /* "network/hosts-redirect" */
    const char *cause; /* "network"; NULL for rules/outcome */
    const char *stage, *title, *because;
    const char **fixes, **over; /* NULL-terminated, never NULL */
    enum strength strength;
    double confidence;
    bool note;     /* its title is told beside the verdict */
    bool is_check; /* of a rehearsal (check.h) */
    const char *sql;
    sqlite3_stmt *stmt; /* owned by the list */
    bool *reads;        /* per index of all_tables */
};

struct rule_list {
    struct rule *rules;
    size_t n_rules;
};

/* Reads and prepares every rule; the session then wants what they read. An error names the rule and what is wrong. */
bool rules_prepare(struct session *s, struct arena *arena, struct rule_list *ret_list, struct error *err) MUST_USE;
void rules_free(struct rule_list *list);

/* Is it this rule ("network/unreachable") or one of this folder ("network")? */
bool rule_is_named(const struct rule *rule, const char *name);

/* Its SELECT compiled; the caller finalizes `stmt`. */
bool rule_prepare(struct session *s, struct arena *arena, struct rule *rule, struct error *err) MUST_USE;

/* The head alone, for tests. */
bool rule_parse(struct arena *arena, struct rule_text text, struct rule *ret_rule, struct error *err) MUST_USE;

#endif
