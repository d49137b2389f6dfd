/*
 * probe_html: what a probe found as a page of its own: the matrix of hosts and steps, and what to ask of whoever keeps the network.
 */
#ifndef TAILOR_REPORT_PROBE_HTML_H
#define TAILOR_REPORT_PROBE_HTML_H

#include "report/report.h"

report_writer report_probe_html;

#endif
