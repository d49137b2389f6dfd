/*
 * stage: which stages each attempt went through, when, and whether it got beyond them.
 */
#include "table/table.h"

static const struct column columns[] = {
    {"attempt", COLUMN_INTEGER, SHOW, "number of the attempt, as in table attempt"},
    {"stage", COLUMN_TEXT, SHOW, "scan, download, preflight, personalize, prepare, apply or boot"},
    {"position", COLUMN_INTEGER, SHOW, "place of the stage in the order of an update, from 1"},
    {"start", COLUMN_TEXT, SHOW, "time of the first signal of the stage in this attempt"},
    {"end", COLUMN_TEXT, SHOW, "time of its last signal"},
    {"seconds", COLUMN_REAL, SHOW, "from the first to the last signal; a stage that left one line has 0"},
    {"events", COLUMN_INTEGER, SHOW, "number of its signals"},
    {"outcome", COLUMN_TEXT, SHOW, "passed (another stage came after it), failed, stopped (the attempt ended here), succeeded"},
    {"text", COLUMN_TEXT, SHOW, "its last signal, as it was written"},
};

static const char derive[] =
    "INSERT INTO stage(attempt, stage, position, start, end, seconds, events, outcome, text, source, line, time, ns)\n"
    "WITH event AS (\n"
    "  SELECT a.attempt, a.outcome AS attempt_outcome, a.last_stage, s.stage, k.position, s.text, s.source, s.line, s.ns, s.time,\n"
    "         ROW_NUMBER() OVER (PARTITION BY a.attempt, s.stage ORDER BY s.ns DESC, s.line DESC) AS from_last\n"
    "  FROM attempt AS a JOIN signal AS s ON CASE a.kind WHEN 'tool' THEN s.source = a.stream AND s.ns IS NULL\n"
    "         ELSE s.ns BETWEEN a.start_ns AND a.end_ns AND a.kind = CASE WHEN s.stage = 'scan' AND s.name IS NOT 'phase' THEN 'scan' ELSE "
    "'update' END END\n"
    "  JOIN known_stage AS k ON k.stage = s.stage WHERE s.sense IN ('start', 'progress', 'success', 'failure'))\n"
    "SELECT attempt, stage, position, MIN(time), MAX(time), ROUND((MAX(ns) - MIN(ns)) / 1e9, 3), COUNT(*),\n"
    "       CASE WHEN stage IS NOT last_stage THEN 'passed' ELSE attempt_outcome END,\n"
    "       MAX(CASE from_last WHEN 1 THEN text END), MAX(CASE from_last WHEN 1 THEN source END), MAX(CASE from_last WHEN 1 THEN line "
    "END),\n"
    "       MAX(time), MAX(ns)\n"
    "FROM event GROUP BY attempt, stage ORDER BY attempt, position";

const struct table table_stage = {
    .name = "stage",
    .doc = "The stages that each attempt went through, with their times and how they ended.",
    .columns = columns,
    .n_columns = sizeof columns / sizeof *columns,
    .derive = derive,
    .needs = (const char *const[]){"attempt", "signal", "known_stage", NULL},
};
