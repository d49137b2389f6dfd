/*
 * pattern_literals: literals of which every match of a PCRE2 pattern contains at least one.
 *
 * From "(?:[Uu]nable to|could not) verify" it takes " verify" or the two longer forms before it, whichever is rarer in logs. Many words
 * that make good needles to a person ("update", "install") stand in most lines of a log; the pattern around them does not.
 *
 * Understood: literal characters, small classes, groups, alternation, quantifiers, assertions (which are skipped). Whatever else may
 * match anything. Not understood at all, and answered with false: inline options such as (?i), \Q, conditions, verbs, groups deeper
 * than PATTERN_DEPTH.
 *
 *     struct pattern_literals l;
 *     if (pattern_literals_of(&ordinary, pattern, &l)) for (i < l.count) ... l.texts[i], l.lengths[i]
 */
#ifndef TAILOR_TABLE_SHARED_PATTERN_LITERALS_H
#define TAILOR_TABLE_SHARED_PATTERN_LITERALS_H

#include "base/slice.h"
#include "format/needles.h"

enum { PATTERN_LITERALS = 16, PATTERN_LITERAL_LENGTH = 48, PATTERN_DEPTH = 12 };

struct pattern_literals {
    size_t count;
    uint8_t lengths[PATTERN_LITERALS];
    uint8_t texts[PATTERN_LITERALS][PATTERN_LITERAL_LENGTH];
};

bool pattern_literals_of(const struct needles_ordinary *o, const char *pattern, struct pattern_literals *ret_literals) MUST_USE;

static inline struct slice pattern_literal(const struct pattern_literals *l, size_t i) { return slice_of(l->texts[i], l->lengths[i]); }

/* How well a text can be looked for: grows with its length and with how rare its parts are in logs; 0: too short. */
size_t pattern_literal_worth(const struct needles_ordinary *o, struct slice literal);
/* Of a set: that of its worst, less a little for each further one. */
size_t pattern_literals_worth(const struct needles_ordinary *o, const struct pattern_literals *l);

#endif
