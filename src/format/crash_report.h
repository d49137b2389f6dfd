/*
 * crash_report: what crashed, hung or panicked, from a file of /Library/Logs/DiagnosticReports.
 *
 * Forms read (Apple, "Interpreting the JSON format of a crash report"; forms before macOS 12 from public reports):
 *   .ips, .panic  one JSON object on the first line (bug_type, timestamp, os_version, app_name), then a JSON object or text
 *   .crash, .spin, .hang, .diag  text of "Key:   value" lines
 *   .panic of macOS 10.15 and earlier  text with a line that begins with "panic("
 * A file cut short gives what it still holds.
 *
 * Owner: the texts live in the arena given.
 */
#ifndef TAILOR_FORMAT_CRASH_REPORT_H
#define TAILOR_FORMAT_CRASH_REPORT_H

#include "base/arena.h"
#include "base/error.h"
#include "base/timestamp.h"

struct crash_report {
    const char *kind;                                      /* "crash", "panic", "hang" or "other" */
    struct slice process, path, version, os, reason, text; /* {NULL, 0} where the file does not say */
    struct slice extension;                                /* of a panic: the first kernel extension in the backtrace not Apple's */
    struct slice foreign;                                  /* the first image loaded that is neither Apple's nor of the program's own app */
    int64_t time;                                          /* TIMESTAMP_NONE likewise */
    int64_t line;                                          /* of the line that the reason was taken from */
};

bool crash_report_parse(struct arena *arena, struct slice file, struct crash_report *ret_report, struct error *err) MUST_USE;

#endif
