/*
 * rehearsal_report: a rehearsal for a terminal, as HTML, as Markdown, and for other programs (schema tailor.rehearsal/1).
 */
#ifndef TAILOR_REPORT_REHEARSAL_REPORT_H
#define TAILOR_REPORT_REHEARSAL_REPORT_H

#include "engine/rehearsal.h"
#include "report/report.h"

typedef void rehearsal_writer(const struct rehearsal *r, const struct report_style *style, struct buffer *out);
rehearsal_writer report_rehearsal_text, report_rehearsal_json, report_rehearsal_markdown, report_rehearsal_html;

#endif
