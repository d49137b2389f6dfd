/*
 * named_date: the date that a file bears in its name.
 *
 * Reports and saved logs are named by the moment they were made: Kernel_2020-11-13-194107_Mac.panic, opencore-2024-07-30-100000.txt,
 * "Installer Log 5-Oct-2019.txt". A copy loses its time of modification, but not its name. The time is the Mac's own and is read as UTC;
 * of a day alone it is the noon. A name is not changed by what stands in the file, so nothing here is exact to the hour.
 *
 *     int64_t when = named_date(artefact->path);      (TIMESTAMP_NONE: the name tells none)
 */
#ifndef TAILOR_EVIDENCE_NAMED_DATE_H
#define TAILOR_EVIDENCE_NAMED_DATE_H

#include "base/slice.h"
#include "base/timestamp.h"

int64_t named_date(struct slice path);

#endif
