/*
 * log_stamp: the parts of the date and time in front of a log line.
 *
 * Each function eats one part off the rest of the line and writes it into the head: fields as written, and which of them are known.
 * False, and nothing moved, when the part is not there or impossible.
 */
#ifndef TAILOR_FORMAT_LOG_STAMP_H
#define TAILOR_FORMAT_LOG_STAMP_H

#include "format/log_line.h"

bool log_stamp_eat_iso_date(struct slice *s, struct log_head *h);  /* 2024-10-01 or 2024/10/01 */
bool log_stamp_eat_weekday(struct slice *s, struct log_head *h);   /* "Wed" */
bool log_stamp_eat_month_day(struct slice *s, struct log_head *h); /* "Nov  9 " or "May 03 " */
bool log_stamp_eat_year(struct slice *s, struct log_head *h);      /* "2018 " */
/* HH:MM:SS, with a fraction behind '.', ',' or (Intune) ':'. */
bool log_stamp_eat_clock(struct slice *s, struct log_head *h, size_t *ret_fraction_digits);
void log_stamp_eat_zone(struct slice *s, struct log_head *h);      /* Z, +hh, +hhmm, +hh:mm; nothing there is no failure */
void log_stamp_eat_zone_name(struct slice *s, struct log_head *h); /* "CET ", of those that mean one thing only; likewise */
bool log_stamp_date_possible(const struct civil *c);

#endif
