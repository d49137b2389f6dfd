/*
 * timestamp: instants as int64 nanoseconds since 1970-01-01T00:00:00Z.
 *
 * TIMESTAMP_NONE marks "not known"; it is never a valid instant. Years are
 * limited to 1970..2200: a date outside is not evidence but damage.
 */
#ifndef TAILOR_BASE_TIMESTAMP_H
#define TAILOR_BASE_TIMESTAMP_H

#include "base/slice.h"

#define TIMESTAMP_NONE INT64_MIN
#define NS_PER_SECOND INT64_C(1000000000)

struct civil {
    int year, month, day;     /* month 1..12, day 1..31 */
    int hour, minute, second; /* 0..23, 0..59, 0..60 */
    int32_t nanosecond;
};

/* The civil time read as UTC. False when a field is out of range. */
bool timestamp_from_civil(const struct civil *c, int64_t *ret_ns) MUST_USE;
struct civil timestamp_to_civil(int64_t ns);

/* ISO 8601 as written by `date -u`, RFC 3339 and log show: blank or T, optional fraction, Z, +hh, +hhmm or +hh:mm. Without a zone it is
 * read as UTC. The whole slice. */
bool timestamp_parse_iso(struct slice s, int64_t *ret_ns) MUST_USE;

/* "2024-10-01T09:33:52Z" into `out` (at least 32 bytes); "" for TIMESTAMP_NONE. */
void timestamp_format(int64_t ns, char out[32]);

#endif
