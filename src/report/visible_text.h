/*
 * visible_text: text of evidence as a reader may see it, one code point at a
 * time, for a renderer to escape.
 *
 * Nothing that acts is left in it: ill-formed UTF-8, C1 controls, bidirectional
 * controls (they let a line read differently from what it says, see
 * CVE-2021-42574), zero-width and tag characters and noncharacters become
 * U+FFFD; C0 controls become their pictures (U+2400 to U+2421), so that an
 * escape sequence is seen and does nothing. Line feed and tab stay.
 *
 *     uint32_t cp;
 *     while (visible_next(&rest, &cp))
 *         utf8_append(out, cp);
 */
#ifndef TAILOR_REPORT_VISIBLE_TEXT_H
#define TAILOR_REPORT_VISIBLE_TEXT_H

#include "base/utf8.h"

/* Cuts one code point off *rest. False when nothing is left. */
bool visible_next(struct slice *rest, uint32_t *ret_code_point);

/* The text on one line: line feeds and tabs become blanks. */
void visible_append_line(struct buffer *out, struct slice text);

/* At most `most` bytes of the text, not cut inside a UTF-8 sequence. */
struct slice visible_cut(struct slice text, size_t most);

#endif
