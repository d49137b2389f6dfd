/*
 * log_scan: one record of a log in any of the forms that macOS writes.
 *
 * The slices point into the scanned text and live as long as it does.
 */
#ifndef TAILOR_FORMAT_LOG_SCAN_H
#define TAILOR_FORMAT_LOG_SCAN_H

#include "base/timestamp.h"

struct log_record {
    struct slice raw, message, process;
    int64_t line; /* 1-based */
    int64_t time; /* TIMESTAMP_NONE when not known */
    bool dated;
};

#endif
