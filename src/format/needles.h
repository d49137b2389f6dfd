/*
 * needles: which of many literals occur in a text, in one pass.
 *
 * For 1 to NEEDLES_MAX literals of 4 to 250 bytes, case-sensitive. They are searched for in up to three groups:
 *
 *   of 16 bytes and more: the text is looked at only at every n-th place, since a literal of at least L bytes covers one whole block of B
 *   bytes that starts at a multiple of L - B + 1. Which blocks any literal could have there is told by 16 KiB of bits (first-level cache);
 *   only at marked blocks literals are compared.
 *
 *   shorter ones: nibble_filter.h looks at every place for a few bytes of each. Where the processor has no vector instructions for that,
 *   or there are too many, those of up to 7 and those of up to 15 bytes are searched for by blocks as well, of 3 and of 4 bytes.
 *
 * Of each literal the part least like ordinary log text is looked for.
 *
 * Owner: the set lives in the arena given; it is constant after needles_build and may be shared.
 *
 *     const struct needles *set = needles_build(arena, literals, n, err);
 *     struct needles_search s = needles_search(set, text);
 *     while (needles_next(&s, from, &at, &which)) { ...; from = at + 1; }
 */
#ifndef TAILOR_FORMAT_NEEDLES_H
#define TAILOR_FORMAT_NEEDLES_H

#include "base/arena.h"
#include "base/error.h"

enum { NEEDLES_MAX = 4096, NEEDLE_MIN_LENGTH = 4, NEEDLE_MAX_LENGTH = 250, NEEDLES_GROUPS = 3, ORDINARY_BITS = 16 };

struct needles;

/* Copies the literals. Fails on a literal out of the limits, naming it, and when the arena is full. */
const struct needles *needles_build(struct arena *arena, const struct slice *literals, size_t count, struct error *err) MUST_USE;
size_t needles_count(const struct needles *set);
/* Length of the longest literal: a stream keeps one byte less than this from one piece to the next. */
size_t needles_longest(const struct needles *set);

struct needles_search {
    const struct needles *set;
    struct slice text;
    struct {
        size_t at, which;
        bool known;
    } next[NEEDLES_GROUPS]; /* where each group occurs next; kept so that one group does not search again what the other skipped */
};

struct needles_search needles_search(const struct needles *set, struct slice text);
/*
 * The leftmost occurrence that starts at `from` or later; of those that start there, the one with the smallest index. `from` must not
 * go down from call to call. False when there is none.
 */
bool needles_next(struct needles_search *s, size_t from, size_t *ret_at, size_t *ret_which) MUST_USE;

/* How often blocks stand in the usual words of logs, by their hashes: a rare block is now and then taken for an ordinary one. */
struct needles_ordinary {
    uint8_t counts[NEEDLES_GROUPS][1 << ORDINARY_BITS];
};
void needles_ordinary_learn(struct needles_ordinary *ret_ordinary);

/* How many of the blocks of a literal are no part of those words. */
size_t needles_rare_blocks(const struct needles_ordinary *o, struct slice literal);

/* Sets found[i] for every literal i that occurs in the text; leaves the others as they are. Returns whether any did. */
bool needles_mark(const struct needles *set, struct slice text, bool *found);

#endif
