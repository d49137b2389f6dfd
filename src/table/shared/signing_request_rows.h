/*
 * signing_request_rows: a row of table `signing_request` for the request that a log record, or a file, holds.
 */
#ifndef TAILOR_TABLE_SHARED_SIGNING_REQUEST_ROWS_H
#define TAILOR_TABLE_SHARED_SIGNING_REQUEST_ROWS_H

#include "format/log_scan.h"
#include "table/table.h"

extern const struct table table_signing_request;

/* Nothing when the record holds none. */
void signing_request_from_record(struct feed *f, const struct log_record *r);
/* A whole artefact: the tss-request.plist that the signing client leaves behind when it is told to. */
bool signing_request_feed(struct feed *f, struct error *err);

#endif
