#include "format/log_stamp.h"

#include "format/log_cursor.h"

static const char month_names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

/* Index of a three-letter name, or -1. */
static int name_index(struct slice s, const char *names) {
    for (int i = 0; s.len >= 3 && names[(size_t)i * 3]; i++)
        if (memcmp(names + (size_t)i * 3, s.data, 3) == 0)
            return i;
    return -1;
}

static bool eat_fraction(struct slice *s, int32_t *ret_ns) {
    size_t n = 0;
    int32_t value = 0, scale = 100000000;
    for (; n < s->len && is_digit(s->data[n]); n++, scale /= 10)
        value += (s->data[n] - '0') * scale;
    drop(s, n);
    *ret_ns = value;
    return n > 0;
}

/* HH:MM:SS, with a fraction behind '.', ',' or (Intune) ':'. */
bool log_stamp_eat_clock(struct slice *s, struct log_head *h, size_t *ret_fraction_digits) {
    struct slice at = *s;
    struct civil *c = &h->civil;
    if (!eat_int(&at, 2, 2, &c->hour) || !eat(&at, ':') || !eat_int(&at, 2, 2, &c->minute) || !eat(&at, ':') ||
        !eat_int(&at, 2, 2, &c->second) || c->hour > 23 || c->minute > 59 || c->second > 60)
        return false;
    size_t before = at.len;
    if (at.len >= 2 && strchr(".,:", at.data[0]) && is_digit(at.data[1])) {
        drop(&at, 1);
        (void)eat_fraction(&at, &c->nanosecond);
    }
    *ret_fraction_digits = before - at.len ? before - at.len - 1 : 0;
    h->time_known = true;
    *s = at;
    return true;
}

/* Z, +hh, +hhmm, +hh:mm directly here. Nothing there is no failure. */
void log_stamp_eat_zone(struct slice *s, struct log_head *h) {
    struct slice at = *s;
    int hours = 0, minutes = 0;
    if (eat(&at, 'Z')) {
        h->zone_known = true;
        h->zone_minutes = 0;
        *s = at;
        return;
    }
    bool west = peek(at) == '-';
    if (!eat(&at, '+') && !eat(&at, '-'))
        return;
    struct slice digits = slice_sub(at, 0, 2);
    if (!eat_int(&digits, 2, 2, &hours) || hours > 14)
        return;
    drop(&at, 2);
    struct slice rest = at;
    (void)eat(&rest, ':');
    if (eat_int(&rest, 2, 2, &minutes) && minutes < 60)
        at = rest;
    else
        minutes = 0;
    h->zone_known = true;
    h->zone_minutes = (west ? -1 : 1) * (hours * 60 + minutes);
    *s = at;
}

bool log_stamp_date_possible(const struct civil *c) { return c->month >= 1 && c->month <= 12 && c->day >= 1 && c->day <= 31; }

/* YYYY-MM-DD or YYYY/MM/DD. */
bool log_stamp_eat_iso_date(struct slice *s, struct log_head *h) {
    struct slice at = *s;
    struct civil *c = &h->civil;
    if (!eat_int(&at, 4, 4, &c->year))
        return false;
    char separator = (char)peek(at);
    if ((separator != '-' && separator != '/') || !eat(&at, separator) || !eat_int(&at, 2, 2, &c->month) || !eat(&at, separator) ||
        !eat_int(&at, 2, 2, &c->day) || !log_stamp_date_possible(c) || c->year < 1970 || c->year > 2200)
        return false;
    h->date_known = h->year_known = true;
    *s = at;
    return true;
}

/* "Nov  9 " or "May 03 ". */
bool log_stamp_eat_month_day(struct slice *s, struct log_head *h) {
    struct slice at = *s;
    int month = name_index(at, month_names);
    drop(&at, 3);
    if (month < 0 || !eat(&at, ' '))
        return false;
    (void)eat(&at, ' ');
    if (!eat_int(&at, 1, 2, &h->civil.day) || !eat(&at, ' '))
        return false;
    h->civil.month = month + 1;
    h->date_known = true;
    *s = at;
    return log_stamp_date_possible(&h->civil);
}

static const struct {
    const char *name;
    int minutes;
} zone_names[] = {{"UTC", 0},    {"GMT", 0},    {"CET", 60},   {"CEST", 120}, {"EST", -300}, {"EDT", -240}, {"CDT", -300}, {"MST", -420},
                  {"MDT", -360}, {"PST", -480}, {"PDT", -420}, {"BST", 60},   {"JST", 540},  {"AEST", 600}, {"AEDT", 660}};

void log_stamp_eat_zone_name(struct slice *s, struct log_head *h) {
    for (size_t i = 0; i < sizeof zone_names / sizeof *zone_names; i++) {
        struct slice at = *s;
        if (eat_text(&at, zone_names[i].name) && eat(&at, ' ')) {
            h->zone_known = true;
            h->zone_minutes = zone_names[i].minutes;
            *s = at;
            return;
        }
    }
}

/* "Apr 26 2018 09:28:01 -0700 message" (Munki): a year between the day and the time. */
bool log_stamp_eat_year(struct slice *s, struct log_head *h) {
    struct slice at = *s;
    int year = 0;
    if (!eat_int(&at, 4, 4, &year) || year < 1970 || year > 2200 || !eat(&at, ' '))
        return false;
    h->civil.year = year;
    h->year_known = true;
    *s = at;
    return true;
}

bool log_stamp_eat_weekday(struct slice *s, struct log_head *h) {
    int day = name_index(*s, "MonTueWedThuFriSatSun");
    if (day < 0)
        return false;
    h->weekday = day + 1;
    drop(s, 3);
    return true;
}
