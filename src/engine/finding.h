/*
 * finding: a rule that fired, with the rows that prove it.
 */
#ifndef TAILOR_ENGINE_FINDING_H
#define TAILOR_ENGINE_FINDING_H

#include "engine/rule.h"

enum { FINDING_MAX_EVIDENCE = 12 }; /* further rows are counted, not kept */

struct evidence_row {
    struct slice source, text;
    int64_t line; /* 0: not known */
    int64_t ns;   /* TIMESTAMP_NONE */
};

struct finding {
    const struct rule *rule;
    const char *title, *because, *stage; /* with the first row's values filled in; because may be NULL */
    struct evidence_row *evidence;
    size_t n_evidence, n_rows; /* n_rows: all that the rule returned */
    enum strength strength;    /* may be lower than the rule's: see `outside` */
    double confidence;
    bool outside;                       /* all its dated evidence lies outside the last failed attempt */
    const struct finding *explained_by; /* NULL: stands on its own */
};

struct finding_list {
    struct finding *findings;
    size_t n_findings;
};

/* Runs every rule over the filled session. Findings come in the order of the rules. */
bool findings_collect(struct session *s, struct arena *arena, const struct rule_list *rules, struct finding_list *ret_list,
                      struct error *err) MUST_USE;

/* Of the row at hand: the number of a column, -1 where there is none, and the row as evidence (columns text, source, line, ns). */
int finding_column(sqlite3_stmt *stmt, const char *name);
struct evidence_row finding_row(struct arena *arena, sqlite3_stmt *stmt);

/* Marks each finding that another one's `over` names. */
void findings_explain(struct finding_list *list);

#endif
