/*
 * probe_markdown: the page for whoever keeps the network: what is kept back, at which step, and the rule to add.
 */
#ifndef TAILOR_REPORT_PROBE_MARKDOWN_H
#define TAILOR_REPORT_PROBE_MARKDOWN_H

#include "report/report.h"

report_writer report_probe_markdown;

#endif
