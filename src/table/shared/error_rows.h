/*
 * error_rows: the NSErrors of one log record as rows of the table `error`.
 *
 * log_pass hands over every record whose message holds one of the literals of error_rows_literals: the record may name an NSError, or
 * only talk about one. Called in the order of the file, from the thread of the feed; the slices of the record are valid during the call
 * only, so rows are emitted (feed_row copies) before it returns. Use r->message for the text (wrapped lines joined, JSON decoded),
 * r->raw for what the file says literally, at_time(r->line, r->time) as the origin, and r->dated to say whether that time is sure.
 *
 * False stops the pass over this artefact; a record without an error, or a damaged one, is no reason for that.
 */
#ifndef TAILOR_TABLE_SHARED_ERROR_ROWS_H
#define TAILOR_TABLE_SHARED_ERROR_ROWS_H

#include "format/log_scan.h"
#include "table/table.h"

bool error_rows_from_record(struct feed *f, const struct log_record *r);

#endif
