/*
 * dialog_text: a sentence in the one spelling in which sentences are compared.
 *
 * What a person types from a dialog, what a log holds and what is known differ
 * in case, quotes, dashes, blanks and in British or American endings. Here all
 * are brought to one form: lower case (Latin, Cyrillic), straight quotes and
 * apostrophes, '-' for every dash, one blank for every run of blanks, of line
 * ends and of non-breaking or ideographic blanks, ASCII for full-width forms
 * and for the CJK full stop and comma, -ize for -ise, no invisible marks, no
 * blanks at the ends, no period at the end. The form is for comparing only; the
 * origin of every byte in the text as it was written is kept.
 *
 * Owner: the arena given to dialog_text_new; the bytes are overwritten by the
 * next dialog_text_set. Text past the capacity is left out.
 *
 *     struct dialog_text *t = dialog_text_new(arena, 4096);
 *     dialog_text_set(t, slice_str("Couldn’t  Personalise…"));   t->bytes: "couldn't personalize..."
 */
#ifndef TAILOR_FORMAT_DIALOG_TEXT_H
#define TAILOR_FORMAT_DIALOG_TEXT_H

#include "base/arena.h"

struct dialog_text {
    uint8_t *bytes;
    uint32_t *origin; /* offset in the written text of the character that bytes[i] comes from */
    size_t len, capacity;
};

/* NULL when the arena is exhausted or the capacity is larger than 1 GiB. */
struct dialog_text *dialog_text_new(struct arena *arena, size_t capacity) MUST_USE;
void dialog_text_set(struct dialog_text *t, struct slice written);

static inline struct slice dialog_text_slice(const struct dialog_text *t) { return slice_of(t->bytes, t->len); }

#endif
