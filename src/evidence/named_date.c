#include "evidence/named_date.h"

#include <string.h>

static size_t count_digits(struct slice s, size_t at) {
    size_t n = 0;
    while (at + n < s.len && s.data[at + n] >= '0' && s.data[at + n] <= '9')
        n++;
    return n;
}

static int number_at(struct slice s, size_t at, size_t n) {
    int value = 0;
    for (size_t i = at; i < at + n; i++)
        value = value * 10 + (s.data[i] - '0');
    return value;
}

static bool is_byte(struct slice s, size_t at, const char *any) {
    return at < s.len && s.data[at] && memchr(any, s.data[at], strlen(any)) != NULL;
}

static int64_t time_of(struct civil c) {
    int64_t ns = TIMESTAMP_NONE;
    if (c.year < 1970 || c.year > 2100 || !timestamp_from_civil(&c, &ns))
        return TIMESTAMP_NONE;
    return ns;
}

/* -101902, _10.19.02 or nothing behind a date. */
static void take_clock(struct slice s, size_t at, struct civil *c) {
    c->hour = 12;
    if (!is_byte(s, at, "-_ T"))
        return;
    size_t first = at + 1;
    if (count_digits(s, first) == 6) {
        c->hour = number_at(s, first, 2), c->minute = number_at(s, first + 2, 2), c->second = number_at(s, first + 4, 2);
    } else if (count_digits(s, first) == 2 && is_byte(s, first + 2, "-.:") && count_digits(s, first + 3) == 2 &&
               is_byte(s, first + 5, "-.:") && count_digits(s, first + 6) == 2) {
        c->hour = number_at(s, first, 2), c->minute = number_at(s, first + 3, 2), c->second = number_at(s, first + 6, 2);
    }
}

/* 2020-03-26, 2020.03.26 */
static int64_t year_first(struct slice s, size_t at) {
    if (count_digits(s, at) != 4 || !is_byte(s, at + 4, "-.") || count_digits(s, at + 5) != 2 || !is_byte(s, at + 7, "-.") ||
        count_digits(s, at + 8) != 2)
        return TIMESTAMP_NONE;
    struct civil c = {.year = number_at(s, at, 4), .month = number_at(s, at + 5, 2), .day = number_at(s, at + 8, 2)};
    take_clock(s, at + 10, &c);
    return time_of(c);
}

/* 5-Oct-2019 */
static int64_t day_first(struct slice s, size_t at) {
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    size_t n = count_digits(s, at);
    if (n < 1 || n > 2 || !is_byte(s, at + n, "-") || !is_byte(s, at + n + 4, "-") || count_digits(s, at + n + 5) != 4)
        return TIMESTAMP_NONE;
    size_t month = slice_find(slice_str(months), slice_sub(s, at + n + 1, 3));
    if (month == SLICE_NOT_FOUND || month % 3 != 0)
        return TIMESTAMP_NONE;
    return time_of(
        (struct civil){.year = number_at(s, at + n + 5, 4), .month = (int)month / 3 + 1, .day = number_at(s, at, n), .hour = 12});
}

int64_t named_date(struct slice path) {
    size_t start = 0;
    for (size_t i = 0; i < path.len; i++)
        start = path.data[i] == '/' ? i + 1 : start;
    struct slice name = slice_from(path, start);
    for (size_t at = 0; at < name.len; at++) {
        if (count_digits(name, at) == 0 || (at > 0 && count_digits(name, at - 1) > 0))
            continue;
        int64_t when = year_first(name, at);
        if (when == TIMESTAMP_NONE)
            when = day_first(name, at);
        if (when != TIMESTAMP_NONE)
            return when;
    }
    return TIMESTAMP_NONE;
}
