/*
 * receipt_check: what the receipts say of a file beside what the evidence holds of it.
 *
 * Of several packages that list a path, the one installed last is asked. Only files that the evidence holds are here: that a file is not in
 * it does not say that it is not on the Mac. Owners are compared where the evidence tells any owner as root: a folder that somebody copied
 * makes every file theirs. A size that differs is told of itself; it may be a later package, whose receipt is gone.
 */
#include "table/table.h"

static const struct column columns[] = {
    {"path", COLUMN_TEXT, SHOW, "path on the Mac, such as /usr/lib/libSystem.B.dylib"},
    {"package", COLUMN_TEXT, SHOW, "package that lists it; of several the one installed last"},
    {"apple", COLUMN_INTEGER, SHOW, "1 when it is a package of Apple"},
    {"install_date", COLUMN_TEXT, SHOW, "when that package was installed, ISO 8601 UTC"},
    {"expected_mode", COLUMN_TEXT, SHOW, "permission bits in the receipt, in octal"},
    {"mode", COLUMN_TEXT, SHOW, "permission bits in the evidence; NULL when not known"},
    {"expected_owner", COLUMN_INTEGER, SHOW, "user id in the receipt"},
    {"owner", COLUMN_INTEGER, SHOW, "user id in the evidence; NULL when not known"},
    {"expected_size", COLUMN_INTEGER, SHOW, "bytes in the receipt"},
    {"size", COLUMN_INTEGER, SHOW, "bytes in the evidence"},
    {"problem", COLUMN_TEXT, SHOW, "mode, owner or size: what differs, the first of them; NULL for nothing"},
    {"text", COLUMN_TEXT, SHOW, "the difference in one line, to quote"},
};

static const char *const needs[] = {"evidence", "receipt", "receipt_file", NULL};

const struct table table_receipt_check = {
    .name = "receipt_check",
    .doc = "Files that the evidence holds, beside what the receipt of their package says of them",
    .columns = columns,
    .n_columns = sizeof columns / sizeof *columns,
    .needs = needs,
    .derive =
        "INSERT INTO receipt_check(path, package, apple, install_date, expected_mode, mode, expected_owner, owner, expected_size, size,"
        "                          problem, text, source, line)"
        " WITH held AS (SELECT mac_path, mode, owner, size FROM evidence"
        "               WHERE mac_path IS NOT NULL AND state IN ('read', 'listed', 'damaged')),"
        "      told AS (SELECT EXISTS (SELECT 1 FROM held WHERE owner = 0) AS owners),"
        "      placed AS ("
        "        SELECT CASE WHEN COALESCE(trim(r.install_prefix, '/'), '') = '' THEN '/' || f.path"
        "                    ELSE '/' || trim(r.install_prefix, '/') || '/' || f.path END AS path, f.package, r.install_date, f.mode, "
        "f.uid, "
        "f.size,"
        "               f.source, f.line"
        "        FROM receipt_file AS f LEFT JOIN receipt AS r ON r.identifier = f.package"
        "        WHERE f.type = 'file' AND f.mode IS NOT NULL),"
        "      met AS ("
        "        SELECT p.*, h.mode AS has_mode, h.owner AS has_owner, h.size AS has_size,"
        "               ROW_NUMBER() OVER (PARTITION BY p.path ORDER BY p.install_date DESC, p.package) AS place"
        "        FROM held AS h JOIN placed AS p ON p.path = h.mac_path),"
        "      judged AS ("
        "        SELECT met.*, CASE WHEN owners AND has_owner IS NOT NULL AND has_mode <> mode THEN 'mode'"
        "                           WHEN owners AND has_owner <> uid THEN 'owner'"
        "                           WHEN has_size <> size THEN 'size' END AS problem FROM met, told WHERE place = 1)"
        " SELECT path, package, package LIKE 'com.apple.%', install_date, mode, has_mode, uid, has_owner, size, has_size, problem,"
        "        path || CASE problem WHEN 'mode' THEN ': mode ' || has_mode || ', in the receipt of ' || package || ' ' || mode"
        "                             WHEN 'owner' THEN ': owner ' || has_owner || ', in the receipt of ' || package || ' ' || uid"
        "                             WHEN 'size' THEN ': ' || has_size || ' bytes, in the receipt of ' || package || ' ' || size"
        "                             ELSE ': as in the receipt of ' || package END, source, line FROM judged;",
};
