/*
 * report: a diagnosis as text for one kind of reader. An output format is one
 * row of report_formats[].
 *
 * Everything that evidence says passes through the redactor of the diagnosis
 * and is escaped here, for the medium at hand.
 */
#ifndef TAILOR_REPORT_REPORT_H
#define TAILOR_REPORT_REPORT_H

#include "base/buffer.h"
#include "engine/diagnose.h"

struct report_style {
    bool colour;  /* ANSI colours (text only) */
    bool verbose; /* all findings and evidence, not only the telling ones */
    size_t width; /* columns to wrap at (text only); 0: 80 */
};

typedef void report_writer(const struct diagnosis *d, const struct report_style *style, struct buffer *out);

struct report_format {
    const char *name;
    report_writer *write;
};

extern const struct report_format report_formats[]; /* ends with a NULL name */

report_writer report_json, report_text, report_html, report_markdown;

/* The text redacted, for a writer to escape; lives in the diagnosis's arena. */
struct slice report_shown(const struct diagnosis *d, const char *text);
struct slice report_shown_slice(const struct diagnosis *d, struct slice text);

#endif
