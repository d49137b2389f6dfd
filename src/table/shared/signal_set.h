/*
 * signal_set: the rows of knowledge/signal.tsv as something that can be matched.
 *
 * `needle` is a literal that every match contains, `pattern` a PCRE2 pattern for the record's message, `process` a glob or empty. All rows
 * are searched for in one pass (needles.h) by the needle, or by rarer literals where the pattern has some (pattern_literals.h). Patterns
 * are compiled when their literal is first met, with the JIT where there is one, and matched as UTF-8 in which ill-formed bytes match
 * nothing. A match is given up after SIGNAL_MATCH_LIMIT steps, and only the first SIGNAL_SUBJECT_MAX bytes of a message are matched, so
 * that no line can hold the pass up.
 *
 * Owner: rows and literals live in the arena given, texts in the knowledge; the compiled patterns are freed by signal_set_close.
 */
#ifndef TAILOR_TABLE_SHARED_SIGNAL_SET_H
#define TAILOR_TABLE_SHARED_SIGNAL_SET_H

#include "base/arena.h"
#include "base/error.h"
#include "knowledge/knowledge.h"

enum { SIGNAL_MATCH_LIMIT = 200000, SIGNAL_SUBJECT_MAX = 64 << 10 };

enum signal_group {
    GROUP_HOST,
    GROUP_CODE,
    GROUP_DETAIL,
    GROUP_VERSION,
    GROUP_BUILD,
    GROUP_PATH,
    GROUP_NUMBER,
    GROUP_PHASE,
    SIGNAL_GROUPS
};

struct signal_hit {
    const char *name, *stage, *sense, *means;
    struct slice groups[SIGNAL_GROUPS]; /* of the message; {NULL, 0} where the pattern has no such group or it took no part */
};

enum signal_result { SIGNAL_NO, SIGNAL_YES, SIGNAL_BROKEN /* err says why; told once for each row */ };

struct signal_set;

/* NULL with err only when the table lacks a column or memory is short; no table at all is an empty set. */
struct signal_set *signal_set_open(struct arena *arena, const struct knowledge *k, struct error *err) MUST_USE;
void signal_set_close(struct signal_set *set);
size_t signal_set_count(const struct signal_set *set);
struct slice signal_set_needle(const struct signal_set *set, size_t index); /* as it stands in the table */
/* What to search for: a match of signal `owner` contains one of the literals that it owns. In the order of their owners. */
size_t signal_set_literals(const struct signal_set *set);
struct slice signal_set_literal(const struct signal_set *set, size_t literal);
size_t signal_set_owner(const struct signal_set *set, size_t literal);
enum signal_result signal_set_match(struct signal_set *set, size_t index, struct slice process, struct slice message,
                                    struct signal_hit *ret_hit, struct error *err) MUST_USE;

static inline void signal_set_cleanup(struct signal_set **set) { signal_set_close(*set); }
#define CLEANUP_SIGNAL_SET __attribute__((cleanup(signal_set_cleanup)))

#endif
