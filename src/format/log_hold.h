/*
 * log_hold: records that wait until the year of their lines is known.
 *
 * A queue of copies with a limit in bytes; part of log_scan.
 */
#ifndef TAILOR_FORMAT_LOG_HOLD_H
#define TAILOR_FORMAT_LOG_HOLD_H

#include "base/buffer.h"

struct log_held {
    struct slice raw, message; /* message: only where it is not a part of raw */
    int64_t line;
    int turn; /* log_when.h */
};

struct log_hold {
    struct buffer bytes, entries;
};

struct log_hold log_hold_with_limit(size_t limit);
void log_hold_free(struct log_hold *h);
/* False when the limit or the memory does not allow it; nothing is added then. */
bool log_hold_add(struct log_hold *h, const struct log_held *record) MUST_USE;
size_t log_hold_count(const struct log_hold *h);
struct log_held log_hold_at(const struct log_hold *h, size_t index);
void log_hold_clear(struct log_hold *h);

#endif
