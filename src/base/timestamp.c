#include "base/timestamp.h"

#include <stdio.h>

/* Days since 1970-01-01 of a date of the proleptic Gregorian calendar (H. Hinnant, "chrono-compatible low-level date algorithms"). */
static int64_t days_from_civil(int64_t y, int m, int d) {
    y -= m <= 2;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t yoe = y - era * 400;
    int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

static int days_in_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

bool timestamp_from_civil(const struct civil *c, int64_t *ret_ns) {
    if (c->year < 1970 || c->year > 2200 || c->month < 1 || c->month > 12 || c->day < 1 || c->day > days_in_month(c->year, c->month))
        return false;
    if (c->hour < 0 || c->hour > 23 || c->minute < 0 || c->minute > 59 || c->second < 0 || c->second > 60)
        return false;
    if (c->nanosecond < 0 || c->nanosecond >= NS_PER_SECOND)
        return false;
    int64_t seconds = days_from_civil(c->year, c->month, c->day) * 86400 + c->hour * 3600 + c->minute * 60 + c->second;
    *ret_ns = seconds * NS_PER_SECOND + c->nanosecond;
    return true;
}

struct civil timestamp_to_civil(int64_t ns) {
    int64_t seconds = ns / NS_PER_SECOND, fraction = ns % NS_PER_SECOND;
    if (fraction < 0) {
        seconds--;
        fraction += NS_PER_SECOND;
    }
    int64_t days = seconds / 86400, rest = seconds % 86400;
    if (rest < 0) {
        days--;
        rest += 86400;
    }
    int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153, month = mp < 10 ? mp + 3 : mp - 9;
    return (struct civil){.year = (int)(yoe + era * 400 + (month <= 2)),
                          .month = (int)month,
                          .day = (int)(doy - (153 * mp + 2) / 5 + 1),
                          .hour = (int)(rest / 3600),
                          .minute = (int)(rest / 60 % 60),
                          .second = (int)(rest % 60),
                          .nanosecond = (int32_t)fraction};
}

/* Exactly `count` digits off the front. */
static bool take_digits(struct slice *s, size_t count, int *ret_value) {
    if (s->len < count)
        return false;
    int value = 0;
    for (size_t i = 0; i < count; i++) {
        if (s->data[i] < '0' || s->data[i] > '9')
            return false;
        value = value * 10 + (s->data[i] - '0');
    }
    *s = slice_from(*s, count);
    *ret_value = value;
    return true;
}

static bool take_byte(struct slice *s, const char *any_of) {
    if (s->len == 0 || s->data[0] == '\0' || !strchr(any_of, s->data[0]))
        return false;
    *s = slice_from(*s, 1);
    return true;
}

static bool take_fraction(struct slice *s, int32_t *ret_ns) {
    int32_t value = 0, scale = 100000000;
    size_t digits = 0;
    while (s->len && s->data[0] >= '0' && s->data[0] <= '9') {
        value += (s->data[0] - '0') * scale;
        scale /= 10;
        digits++;
        *s = slice_from(*s, 1);
    }
    *ret_ns = value;
    return digits > 0;
}

static bool take_zone(struct slice *s, int *ret_minutes) {
    int hours = 0, minutes = 0;
    if (s->len == 0 || take_byte(s, "Zz")) {
        *ret_minutes = 0;
        return true;
    }
    bool west = s->data[0] == '-';
    if (!take_byte(s, "+-") || !take_digits(s, 2, &hours) || hours > 14)
        return false;
    (void)take_byte(s, ":");
    if (s->len && (!take_digits(s, 2, &minutes) || minutes > 59))
        return false;
    *ret_minutes = (west ? -1 : 1) * (hours * 60 + minutes);
    return true;
}

bool timestamp_parse_iso(struct slice s, int64_t *ret_ns) {
    struct civil c = {0};
    int zone = 0;
    int64_t ns = 0;
    bool date = take_digits(&s, 4, &c.year) && take_byte(&s, "-") && take_digits(&s, 2, &c.month) && take_byte(&s, "-") &&
                take_digits(&s, 2, &c.day);
    bool clock = date && take_byte(&s, "T ") && take_digits(&s, 2, &c.hour) && take_byte(&s, ":") && take_digits(&s, 2, &c.minute) &&
                 take_byte(&s, ":") && take_digits(&s, 2, &c.second);
    if (!clock || (take_byte(&s, ".,") && !take_fraction(&s, &c.nanosecond)))
        return false;
    (void)take_byte(&s, " ");
    if (!take_zone(&s, &zone) || s.len || !timestamp_from_civil(&c, &ns))
        return false;
    *ret_ns = ns - (int64_t)zone * 60 * NS_PER_SECOND;
    return true;
}

void timestamp_format(int64_t ns, char out[32]) {
    if (ns == TIMESTAMP_NONE) {
        out[0] = '\0';
        return;
    }
    struct civil c = timestamp_to_civil(ns);
    snprintf(out, 32, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year % 10000, c.month, c.day, c.hour, c.minute, c.second);
}
