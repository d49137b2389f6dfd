#include "format/log_when.h"

static const int64_t DAY = 86400 * NS_PER_SECOND;
/* A local time of an unknown zone may look up to this much later than the file's modification. */
static const int64_t ZONE_SLACK = 14 * 3600 * NS_PER_SECOND;

struct log_when log_when_start(int64_t modified) {
    return (struct log_when){.modified = modified, .day_clock = -1};
}

/* Is the civil time, in that year, not after the file's modification? True when that is not known. */
static bool is_possible(const struct log_when *w, struct civil c, int year) {
    int64_t ns = 0;
    c.year = year;
    if (w->modified == TIMESTAMP_NONE)
        return true;
    if (!timestamp_from_civil(&c, &ns))
        return false;
    if (w->zone_known)
        return ns - (int64_t)w->zone_minutes * 60 * NS_PER_SECOND <= w->modified + DAY / 24;
    return ns <= w->modified + ZONE_SLACK;
}

static int day_of_year(const struct civil *c) { return c->month * 31 + c->day; }

/* A clock that was never set says 1 January (or, west of Greenwich, 31 December) in the midst of other months. */
static bool is_unset_clock(const struct civil *before, const struct civil *c) {
    return c->month == 1 && c->day == 1 && before->month > 1 && before->month < 12;
}

/* -1, 0 or 1: how the year turned from one date to the next. Logs go back by hours, not by months. */
static int turn_between(const struct civil *before, const struct civil *c) {
    if (before->month == 1 && c->month == 12)
        return -1;
    return day_of_year(before) - day_of_year(c) > 31 ? 1 : 0;
}

/* 1 Monday .. 7 Sunday; 0 when there is no such date. */
static int weekday_of(struct civil c, int year) {
    int64_t ns = 0;
    c.year = year;
    c.hour = c.minute = c.second = c.nanosecond = 0;
    if (!timestamp_from_civil(&c, &ns))
        return 0;
    return (int)((ns / DAY + 3) % 7) + 1; /* 1970-01-01 was a Thursday */
}

/* The latest year in which the date falls on the weekday and is not after the modification; 0: none, or nothing to go by. */
static int year_by_weekday(const struct log_when *w, const struct log_head *h) {
    if (h->weekday == 0 || (w->modified == TIMESTAMP_NONE && !w->anchored))
        return 0;
    int latest = w->modified == TIMESTAMP_NONE ? w->first_year + w->turn + 1 : timestamp_to_civil(w->modified).year + 1;
    for (int year = latest; year > latest - 13 && year >= 1970; year--)
        if (is_possible(w, h->civil, year) && weekday_of(h->civil, year) == h->weekday)
            return year;
    return 0;
}

void log_when_see(struct log_when *w, const struct log_head *h) {
    if (h->zone_known && h->date_known) {
        w->zone_known = true;
        w->zone_minutes = h->zone_minutes;
    }
    if (!h->date_known || h->date_order_guessed)
        return;
    int year = h->year_known ? h->civil.year : year_by_weekday(w, h);
    if (w->seen && !year && is_unset_clock(&w->latest, &h->civil))
        return;
    int turned = w->seen ? turn_between(&w->latest, &h->civil) : 0;
    bool allowed = turned <= 0 || !w->anchored || year || is_possible(w, h->civil, w->first_year + w->turn + turned);
    w->turn += allowed ? turned : 0;
    w->latest = h->civil;
    w->seen = true;
    if (year) {
        w->first_year = year - w->turn;
        w->anchored = true;
    }
}

void log_when_end(struct log_when *w) {
    if (w->anchored || !w->seen || w->modified == TIMESTAMP_NONE)
        return;
    int year = timestamp_to_civil(w->modified).year + 1;
    for (int i = 0; i < 12 && !is_possible(w, w->latest, year); i++)
        year--; /* 29 February comes every fourth year, but once in eight around 2100 */
    w->first_year = year - w->turn;
    w->anchored = true;
}

/* Only a time of day: on the day of the last time told, or the next one when the clock went back by half a day. */
static int64_t time_of_day(struct log_when *w, const struct log_head *h) {
    const struct civil *c = &h->civil;
    int64_t clock = ((int64_t)c->hour * 3600 + c->minute * 60 + c->second) * NS_PER_SECOND + c->nanosecond;
    int zone = h->zone_known ? h->zone_minutes : w->zone_known ? w->zone_minutes : 0;
    int64_t east = (int64_t)zone * 60 * NS_PER_SECOND;
    if (!w->day_known) {
        if (w->modified == TIMESTAMP_NONE)
            return TIMESTAMP_NONE;
        int64_t local = w->modified + east;
        w->day = local - (local % DAY + DAY) % DAY;
        w->day -= w->day + clock > local ? DAY : 0;
        w->day_known = true;
    } else if (w->day_clock >= 0 && w->day_clock - clock > DAY / 2) {
        w->day += DAY;
    }
    w->day_clock = clock;
    return w->day + clock - east;
}

int64_t log_when_time(struct log_when *w, const struct log_head *h, int turn) {
    int64_t ns = 0;
    struct civil c = h->civil;
    if (!h->time_known)
        return TIMESTAMP_NONE;
    if (!h->date_known)
        return time_of_day(w, h);
    if (!h->year_known) {
        if (!w->anchored)
            return TIMESTAMP_NONE;
        c.year = w->first_year + turn;
    }
    if (!timestamp_from_civil(&c, &ns))
        return TIMESTAMP_NONE;
    w->day = ns - (ns % DAY + DAY) % DAY;
    w->day_clock = ns - w->day;
    w->day_known = true;
    int zone = h->zone_known ? h->zone_minutes : w->zone_known ? w->zone_minutes : 0;
    return ns - (int64_t)zone * 60 * NS_PER_SECOND;
}
