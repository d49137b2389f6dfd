/*
 * probe_text: what a probe found, for a terminal: every host by stage, the step and the reason of each failure, and what follows from it.
 */
#ifndef TAILOR_REPORT_PROBE_TEXT_H
#define TAILOR_REPORT_PROBE_TEXT_H

#include "engine/endpoint_list.h"
#include "report/report.h"

void report_probe_text(const struct diagnosis *d, const struct endpoint_list *list, const struct report_style *style, struct buffer *out);

#endif
