/*
 * executable_feed: one reading of a Mach-O file for three tables: executable, dependency, signature.
 *
 * They name `executable_feed` as their feed, so that a file is read once; a report of system_profiler goes to dependency alone. A script in
 * the place of a program makes a row of executable and nothing else; what is neither is damage, told in `problem` of that row and of the
 * artefact.
 */
#ifndef TAILOR_TABLE_SHARED_EXECUTABLE_FEED_H
#define TAILOR_TABLE_SHARED_EXECUTABLE_FEED_H

#include "format/macho.h"
#include "table/table.h"

bool executable_feed(struct feed *f, struct error *err);

/* Of a path on the Mac: the innermost bundle around it ("/Library/Extensions/a.kext", "/Applications/b.app"), or NULL data. */
struct slice executable_bundle(struct slice mac_path);

/* Does the path lie where only macOS puts files: /System, /usr (not /usr/local), /bin, /sbin, /Library/Apple? */
bool executable_is_of_system(struct slice mac_path);

/* One row each; `path` is that on the Mac. */
void executable_row(struct feed *f, struct slice path, const struct macho *m, const struct macho_slice *s);
void signature_row(struct feed *f, struct slice path, const struct macho_slice *s);
void executable_row_problem(struct feed *f, struct slice path, const char *kind, const char *problem);
bool dependency_profiler(struct feed *f, struct error *err) MUST_USE; /* a report of system_profiler */
void dependency_rows(struct feed *f, struct slice path, const struct macho *m);

#endif
