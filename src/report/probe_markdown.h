/*
 * probe_markdown: the page for whoever keeps the network: what is kept back, at which step, and the rule to add.
 */
#ifndef TAILOR_REPORT_PROBE_MARKDOWN_H
#define TAILOR_REPORT_PROBE_MARKDOWN_H

#include "engine/endpoint_list.h"
#include "report/report.h"

void report_probe_markdown(const struct diagnosis *d, const struct endpoint_list *list, struct buffer *out);

#endif
