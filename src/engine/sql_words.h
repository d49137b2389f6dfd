/*
 * sql_words: the names in a statement, without compiling it.
 *
 * Every table that a statement reads stands in it as a word, so that its words tell, in a hundredth of the time that compiling takes,
 * which tables it may read: those, and now and then one more that only shares its name with a column.
 */
#ifndef TAILOR_ENGINE_SQL_WORDS_H
#define TAILOR_ENGINE_SQL_WORDS_H

#include "base/slice.h"

/* The next name: a word of letters, digits and _, bare or in double quotes; texts and comments are passed over. False: no more. */
bool sql_next_word(struct slice *rest, struct slice *ret_word);

#endif
