/*
 * log_when: the times of log lines that do not say them whole.
 *
 * Heads are shown to it in the order of the file. It keeps the year, the zone and the day of the last ones, counts the turns of the year
 * between them, and so can say a head's time as soon as one line of the file has told the year: a dated line, a weekday (which fits one
 * year in six), or at the end of the file the time when it was modified. Not after that time is any line, so the latest possible year is
 * taken. A line of 1 January between lines of other months is a clock that was not set and turns nothing.
 *
 *     struct log_when w = log_when_start(modified);
 *     log_when_see(&w, &head);
 *     int turn = w.turn;                       (kept with a record whose time cannot be said yet)
 *     if (log_when_is_anchored(&w)) time = log_when_time(&w, &head, turn);
 */
#ifndef TAILOR_FORMAT_LOG_WHEN_H
#define TAILOR_FORMAT_LOG_WHEN_H

#include "format/log_line.h"

struct log_when {
    int64_t modified;
    bool anchored, seen, zone_known, day_known;
    int first_year;      /* of the first line; valid when anchored */
    int turn;            /* turns of the year since the first line */
    struct civil latest; /* of the last head with a date; its year is not kept here */
    int zone_minutes;
    int64_t day;       /* start of the day of the last time told, local, as if it were UTC */
    int64_t day_clock; /* time of day of the last line that had only that */
};

struct log_when log_when_start(int64_t modified);
void log_when_see(struct log_when *w, const struct log_head *h);
/* No dated line has come: the last line seen is as late as the file's modification allows. Stays unanchored when that is not known. */
void log_when_end(struct log_when *w);
static inline bool log_when_is_anchored(const struct log_when *w) { return w->anchored; }
/* The head needs the year of a neighbour. */
static inline bool log_when_needs_year(const struct log_head *h) { return h->date_known && !h->year_known; }
/* TIMESTAMP_NONE when it is not known. Called in the order of the file. */
int64_t log_when_time(struct log_when *w, const struct log_head *h, int turn);

#endif
