/*
 * log_pass: one pass over a log for the tables `log`, `signal`, `error` and `signing_request`.
 *
 * Each of them names log_pass_feed as its feed and log_pass_artefacts as its artefacts; the engine calls it once an artefact. What
 * no table wants is not made: without `log`, only the records that hold a literal of knowledge/signal.tsv or of an NSError are looked at.
 *
 * To add a table that is fed by log records: write one function like error_rows_from_record (error_rows.h) and call it in log_pass.c.
 *
 * A log that breaks off (a damaged archive) gives the rows of what could be read, and then the error.
 */
#ifndef TAILOR_TABLE_SHARED_LOG_PASS_H
#define TAILOR_TABLE_SHARED_LOG_PASS_H

#include "format/log_scan.h"
#include "table/shared/signal_set.h"
#include "table/table.h"

extern const char *const log_pass_artefacts[];
bool log_pass_feed(struct feed *f, struct error *err);

/* Rows of src/table/log.c and src/table/signal.c. */
extern const struct table table_log, table_signal;
void log_row(struct feed *f, const struct log_record *r);
void signal_row(struct feed *f, const struct log_record *r, const struct signal_hit *hit);

#endif
