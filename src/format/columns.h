/*
 * columns: lines of words between white space, as df and ps print them.
 *
 * columns_split() notes where each word begins, so that the last column, which
 * may hold blanks itself, can be taken as "the rest from word n".
 *
 *     struct columns c = columns_split(line);
 *     if (c.n > 5) ... c.words[1] ... columns_rest(&c, 5) ...
 */
#ifndef TAILOR_FORMAT_COLUMNS_H
#define TAILOR_FORMAT_COLUMNS_H

#include "base/slice.h"

enum { COLUMNS_MAX = 64 };

struct columns {
    struct slice line, words[COLUMNS_MAX];
    size_t n; /* words beyond COLUMNS_MAX are not split off, but columns_rest still holds them */
};

struct columns columns_split(struct slice line);
/* From the begin of word `index` to the end of the line, trimmed; empty when there is no such word. */
struct slice columns_rest(const struct columns *c, size_t index);
/* From the begin of the line to the end of word `index` - 1, trimmed. */
struct slice columns_before(const struct columns *c, size_t index);
/* All digits: a count that fits int64. */
bool columns_count(const struct columns *c, size_t index, int64_t *ret_value);

#endif
