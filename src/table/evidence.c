/*
 * evidence: every artefact offered, and what became of it.
 *
 * Its rows are made by the scan itself (engine/scan.c), one for each artefact;
 * nothing is silent here.
 */
#include "table/table.h"

static const struct column columns[] = {
    {"path", COLUMN_TEXT, SHOW, "path inside the evidence"},
    {"kind", COLUMN_TEXT, SHOW, "kind in knowledge/artefact.tsv; NULL when nothing reads such a file"},
    {"state", COLUMN_TEXT, SHOW, "read, listed (offered, but nothing wanted it), skipped, missing, damaged or truncated"},
    {"problem", COLUMN_TEXT, SHOW, "what is wrong with it and where; NULL when nothing is"},
    {"size", COLUMN_INTEGER, SHOW, "bytes as listed; NULL when not known"},
    {"mode", COLUMN_TEXT, SHOW, "permission bits in octal as listed, such as 0644; NULL when not known"},
    {"owner", COLUMN_INTEGER, SHOW, "user id of the owner, where an archive or a volume tells it"},
    {"mac_path", COLUMN_TEXT, SHOW, "path on the Mac, such as /usr/lib/libSystem.B.dylib; NULL for what is of no volume"},
    {"rows", COLUMN_INTEGER, SHOW, "rows that were made from it"},
};

const struct table table_evidence = {
    .name = "evidence",
    .doc = "Every artefact offered: read, left unread, missing or damaged, and why.",
    .columns = columns,
    .n_columns = sizeof columns / sizeof *columns,
};
