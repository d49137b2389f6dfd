/*
 * probe_text: what a probe found, for a terminal: every host by stage, the step and the reason of each failure, and what follows from it.
 */
#ifndef TAILOR_REPORT_PROBE_TEXT_H
#define TAILOR_REPORT_PROBE_TEXT_H

#include "report/report.h"

report_writer report_probe_text;

#endif
