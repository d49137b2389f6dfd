/*
 * telling_words: which words of a quoted line made its finding.
 *
 * The rule, such as a reader can check: the values that the finding's title
 * names ({host}, {code} ... in the rule's title), and further any host name,
 * number or code that the title and the line share. A title can name the value
 * of one row only: where it names a host that an update needs, the other hosts
 * of that list are marked too (the caller adds them). What is the whole line,
 * or a sentence of more than half of it, is not marked: it marks nothing out.
 *
 * Works on what is shown, that is on redacted text. Slices point into `title` and to what was
 * added.
 */
#ifndef TAILOR_REPORT_TELLING_WORDS_H
#define TAILOR_REPORT_TELLING_WORDS_H

#include "base/slice.h"

enum { TELLING_MAX = 256 };

struct telling_words {
    struct slice words[TELLING_MAX];
    size_t n_words;
};

/* `pattern`: the title as the rule has it, with its {holes}; NULL when not known. */
struct telling_words telling_words_of(struct slice title, const char *pattern);

/* One more word; beyond TELLING_MAX it is left out. */
void telling_add(struct telling_words *t, struct slice word);
bool telling_has(const struct telling_words *t, struct slice word);

/*
 * The next place in `line` from `offset` where a telling word stands, without regard to ASCII case, whole words only, the
 * longest word first. False when there is none.
 */
bool telling_find(const struct telling_words *t, struct slice line, size_t offset, size_t *ret_start, size_t *ret_len);

#endif
