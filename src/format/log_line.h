/*
 * log_line: the head of one line of a text log: when, who, how bad, and where the message starts.
 *
 * Knows the styles in which logs of a Mac, of its tools and of people's copies come (enum log_style; an example stands beside each in
 * log_line.c). A line without a head is either a continuation of the record before it or undated output of a tool: which, is for
 * log_scan to say. Lines that `log show` writes around the entries are recognised as headers, and the syslog repeat marker as such.
 *
 * Owner: all slices point into the line given (const strings for the levels of the compact style). No allocation, no failure; one line,
 * any length, any bytes; time is linear in the first LOG_LINE_HEAD_MAX bytes.
 *
 *     struct log_head h;
 *     if (log_line_parse(line, 0, &h)) ... h.process, h.message ...
 */
#ifndef TAILOR_FORMAT_LOG_LINE_H
#define TAILOR_FORMAT_LOG_LINE_H

#include "base/timestamp.h"

enum { LOG_LINE_HEAD_MAX = 1024 };

enum log_style {
    LOG_UNDATED,        /* no head: output of a tool */
    LOG_INSTALL,        /* install.log of 10.13 and later */
    LOG_SYSLOG,         /* install.log of 10.12 and earlier and of the installer, system.log: no year, no zone */
    LOG_WEEKDAY,        /* super, jamf, wifi.log: weekday first, mostly no year */
    LOG_UNIFIED,        /* log show, default style */
    LOG_UNIFIED_SYSLOG, /* log show --style syslog */
    LOG_COMPACT,        /* log show --style compact: no zone */
    LOG_JSON,           /* log show --style json or ndjson (made by log_scan, see log_json.h) */
    LOG_CONSOLE,        /* rows copied from Console: mostly no date */
    LOG_CONSOLE_OLD,    /* Console up to 10.11 and mobile logs: numeric date whose order is a guess */
    LOG_NSLOG,          /* NSLog to standard error */
    LOG_LOGRUS,         /* Go tools on a terminal: seconds since their start */
    LOG_LOGFMT,         /* Go tools to a file: time="..." level=... msg="..." */
    LOG_ISO,            /* any other line that begins with a date and a time */
    LOG_CLOCK,          /* restore log of a host: time of day only, wrapped */
    LOG_TICKS,          /* restore log of the update volume: hexadecimal ticks */
    LOG_STYLES
};

struct log_head {
    enum log_style style;
    struct civil civil; /* as written: local time where the zone is not known; year 0 or day 0 where not known */
    bool date_known, year_known, zone_known, time_known;
    bool date_order_guessed; /* month and day could be the other way round */
    int weekday;             /* 1 Monday .. 7 Sunday as written; 0: not written */
    int zone_minutes;        /* east of Greenwich */
    struct slice host, process, level, library, subsystem, category, message;
    int64_t pid;      /* -1: not written */
    int64_t repeated; /* of a repeat marker with a head of its own; else 0 */
};

enum { LOG_LINE_ALLOW_TICKS = 1 }; /* any line that begins with 8 or 16 hexadecimal digits is a head: restore logs only */

/* True when the line has a head. False: *ret_head is LOG_UNDATED with the whole line as its message. */
bool log_line_parse(struct slice line, unsigned allow, struct log_head *ret_head);

/* What log_line_parse would return, sooner. */
bool log_line_has_head(struct slice line, unsigned allow);

/* Lines around the entries of log show and log stream: "Filtering the log data using …", column titles, rules, counts at the end. */
bool log_line_is_header(struct slice line);

/* "--- last message repeated 3 times ---" */
bool log_line_is_repeat(struct slice line, int64_t *ret_count);

/* When the head alone says it: date, year, zone and time are all known. */
bool log_head_time(const struct log_head *h, int64_t *ret_ns) MUST_USE;

const char *log_style_name(enum log_style style);

#endif
