/*
 * output: the saved output of a command, as text or line by line.
 *
 * An empty file is not "nothing to report" but a command that could not run: it is an error.
 *
 *     struct text_lines lines;
 *     struct slice line;
 *     if (!output_lines(f, &lines, err))
 *         return false;
 *     while (text_lines_next(&lines, &line)) ...
 *     return rows > 0 || output_unknown(f, "sw_vers", err);
 */
#ifndef TAILOR_TABLE_SHARED_OUTPUT_H
#define TAILOR_TABLE_SHARED_OUTPUT_H

#include "format/profile_list.h"
#include "format/text_lines.h"
#include "table/table.h"

/* These fail when the artefact cannot be read, and when it holds nothing but blanks. */
bool output_text(struct feed *f, struct slice *ret_text, struct error *err) MUST_USE;
bool output_lines(struct feed *f, struct text_lines *ret_lines, struct error *err) MUST_USE;

/* What profiles(1) wrote, in either of its forms. */
bool output_profiles(struct feed *f, struct profile_list *ret_list, struct error *err) MUST_USE;

/* Sets err: no line of the output was recognised as one of `command`. Always false. */
bool output_unknown(const char *command, struct error *err);

/* Tells f->problem "command: line" with control characters made harmless; for error texts that a command printed instead of an answer. */
void output_complaint(struct feed *f, const char *command, struct slice line);

/* "Key: value" and "Key : value", both trimmed; cut at the first colon. False without one, or with nothing before it. */
bool output_pair(struct slice line, struct slice *ret_key, struct slice *ret_value);

/* 1 for yes, true, on and 1, 0 for no, false, off and 0 (any case, first word only), else NULL. */
struct value output_yes_no(struct slice text);

/* "494384795648 B (494.4 GB)", "4096", "0 B (Zero KB)" to bytes; exact figures only. */
bool output_exact_bytes(struct slice text, int64_t *ret_bytes) MUST_USE;
/* "494.4 GB" as diskutil rounds it (decimal units) to bytes; the rest of the text after the unit is ignored. */
bool output_rounded_bytes(struct slice number, struct slice unit, int64_t *ret_bytes) MUST_USE;

/* Lower-cased, blanks to '-', anything but letters and digits dropped: "Kext Signing" to "kext-signing". NULL past the arena's limit. */
const char *output_name(struct arena *arena, const char *prefix, struct slice text);

#endif
