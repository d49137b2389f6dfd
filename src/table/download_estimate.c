/*
 * download_estimate: how long updates take to download at the rate that a probe measured (`tailor probe --throughput`).
 *
 * Sizes are those that the evidence names (softwareupdate --list), else the usual ones of knowledge/update_size.tsv.
 */
#include "table/table.h"

static const struct column columns[] = {
    {"what", COLUMN_TEXT, SHOW, "the update"},
    {"bytes", COLUMN_INTEGER, SHOW, "how much it downloads"},
    {"told_by", COLUMN_TEXT, SHOW, "where that comes from: evidence, or knowledge when the evidence names no size"},
    {"bytes_per_second", COLUMN_REAL, SHOW, "the rate that was measured"},
    {"seconds", COLUMN_REAL, SHOW, "how long the download takes at that rate"},
    {"text", COLUMN_TEXT, SHOW, "the same as a sentence"},
};

static const char derive[] =
    "INSERT INTO download_estimate(source, line, what, bytes, told_by, bytes_per_second, seconds, text)\n"
    "WITH rate AS (SELECT source, line, host, bytes_per_second AS rate FROM endpoint WHERE bytes_per_second > 0 ORDER BY rowid LIMIT 1),\n"
    "named AS (SELECT detail AS what, MAX(CAST(number AS INTEGER)) * 1024 AS bytes, 'evidence' AS told_by FROM signal\n"
    "  WHERE name = 'update-size' AND number > 0 GROUP BY detail, version),\n"
    "size AS (SELECT what, bytes, told_by FROM named UNION ALL\n"
    "  SELECT title, CAST(bytes AS INTEGER), 'knowledge' FROM known_update_size WHERE NOT EXISTS (SELECT 1 FROM named))\n"
    "SELECT source, line, what, bytes, told_by, rate, bytes / rate,\n"
    "  what || ' (' || ROUND(bytes / 1e9, 1) || ' GB) takes about ' ||\n"
    "    CASE WHEN bytes / rate >= 5400 THEN ROUND(bytes / rate / 3600, 1) || ' hours'\n"
    "         ELSE MAX(1, CAST(ROUND(bytes / rate / 60) AS INTEGER)) || ' min' END ||\n"
    "    ' at the ' || ROUND(rate * 8 / 1e6, 1) || ' Mbit/s that ' || host || ' delivers'\n"
    "FROM size, rate ORDER BY bytes";

const struct table table_download_estimate = {
    .name = "download_estimate",
    .doc = "How long an update takes to download at the rate that a probe measured.",
    .columns = columns,
    .n_columns = sizeof columns / sizeof *columns,
    .derive = derive,
    .needs = (const char *const[]){"endpoint", "signal", "known_update_size", NULL},
};
