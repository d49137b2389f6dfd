/*
 * error_rows: rows of table `error` for every error that one log record names.
 *
 * Cheap for a record that names none: it is read once, nothing is allocated.
 * The slices of the record need to live only during the call.
 *
 *     while (log_scan_next(&scan, &record))
 *         if (!error_rows_from_record(f, &record))
 *             return error_set(err, "out of memory");
 */
#ifndef TAILOR_TABLE_SHARED_ERROR_ROWS_H
#define TAILOR_TABLE_SHARED_ERROR_ROWS_H

#include "format/log_scan.h"
#include "table/table.h"

/* False only when memory is short. Does nothing when nobody wants the table. */
bool error_rows_from_record(struct feed *f, const struct log_record *r) MUST_USE;

#endif
