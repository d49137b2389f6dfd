/*
 * saved_output: the text of a saved command output.
 *
 * An empty file is not "nothing to report" but a command that could not run: it is an error.
 */
#ifndef TAILOR_TABLE_SHARED_SAVED_OUTPUT_H
#define TAILOR_TABLE_SHARED_SAVED_OUTPUT_H

#include "format/profile_list.h"
#include "table/table.h"

bool saved_output_text(struct feed *f, struct slice *ret_text, struct error *err) MUST_USE;

/* What profiles(1) wrote, in either of its forms. */
bool saved_output_profiles(struct feed *f, struct profile_list *ret_list, struct error *err) MUST_USE;

/* "Key: value" and "Key : value", both trimmed; cut at the first colon. False without one, or with nothing before it. */
bool saved_output_pair(struct slice line, struct slice *ret_key, struct slice *ret_value);

/* 1 for yes, true, on and 1, 0 for no, false, off and 0 (any case, first word only), else NULL. */
struct value saved_output_yes_no(struct slice text);

#endif
