/*
 * telling_words: which words of a quoted line made its finding.
 *
 * The rule, such as a reader can check: the values that the finding's title
 * names ({host}, {code} ... in the rule's title), and further any host name,
 * number or code that the title and the line share. A value that is more than
 * half of the line is not marked: it would mark nothing out.
 *
 * Works on what is shown, that is on redacted text. Slices point into `title`.
 */
#ifndef TAILOR_REPORT_TELLING_WORDS_H
#define TAILOR_REPORT_TELLING_WORDS_H

#include "base/slice.h"

enum { TELLING_MAX = 32 };

struct telling_words {
    struct slice words[TELLING_MAX];
    size_t n_words;
};

/* `pattern`: the title as the rule has it, with its {holes}; NULL when not known. */
struct telling_words telling_words_of(struct slice title, const char *pattern);

/*
 * The next place in `line` from `offset` where a telling word stands, without regard to ASCII case, whole words only, the
 * longest word first. False when there is none.
 */
bool telling_find(const struct telling_words *t, struct slice line, size_t offset, size_t *ret_start, size_t *ret_len);

#endif
