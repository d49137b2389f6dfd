/*
 * output: the saved output of a command, line by line.
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

#include "format/text_lines.h"
#include "table/table.h"

/* Fails when the artefact cannot be read, or when it holds nothing but blanks: an empty file is a missing answer, not a good one. */
bool output_lines(struct feed *f, struct text_lines *ret_lines, struct error *err) MUST_USE;

/* Sets err: no line of the output was recognised as one of `command`. Always false. */
bool output_unknown(const char *command, struct error *err);

/* Tells f->problem "command: line" with control characters made harmless; for error texts that a command printed instead of an answer. */
void output_complaint(struct feed *f, const char *command, struct slice line);

/* "494384795648 B (494.4 GB)", "4096", "0 B (Zero KB)" to bytes; exact figures only. */
bool output_exact_bytes(struct slice text, int64_t *ret_bytes) MUST_USE;
/* "494.4 GB" as diskutil rounds it (decimal units) to bytes; the rest of the text after the unit is ignored. */
bool output_rounded_bytes(struct slice number, struct slice unit, int64_t *ret_bytes) MUST_USE;

/* Lower-cased, blanks to '-', anything but letters and digits dropped: "Kext Signing" to "kext-signing". NULL past the arena's limit. */
const char *output_name(struct arena *arena, const char *prefix, struct slice text);

#endif
