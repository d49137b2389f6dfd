/*
 * host_check: what a probe found of the hosts that each stage asks, as a check of a rehearsal tells it (engine/check.h).
 *
 * A host without which the stage cannot end fails it, any other is only noted. Of a certificate that is not valid today the server is to
 * blame where the network's time agrees with this Mac's, else the clock.
 */
#include "table/table.h"

static const struct column columns[] = {
    {"stage", COLUMN_TEXT, SHOW, "stage of an update that asks the host"},
    {"outcome", COLUMN_TEXT, SHOW, "failed, noted, unknown or passed"},
    {"says", COLUMN_TEXT, SHOW, "one sentence"},
    {"cause", COLUMN_TEXT, SHOW, "network or clock, where the check's own is not it"},
    {"fix", COLUMN_TEXT, SHOW, "set-clock, where the check's own is not it"},
    {"text", COLUMN_TEXT, SHOW, "what the probe saw"},
};

static const char derive[] =
    "WITH dates AS (SELECT CASE WHEN EXISTS (SELECT 1 FROM clock WHERE abs(offset_seconds) <= 300) THEN 'network' ELSE 'clock' END AS "
    "cause)\n"
    "INSERT INTO host_check(stage, outcome, says, cause, fix, source, line, ns, text)\n"
    "SELECT stage, 'failed', text, CASE WHEN outcome IN ('expired', 'not-yet-valid') THEN d.cause END,\n"
    "       CASE WHEN outcome IN ('expired', 'not-yet-valid') AND d.cause = 'clock' THEN 'set-clock' END, source, line, ns, text\n"
    "  FROM blocked_endpoint JOIN dates AS d\n"
    "UNION ALL SELECT stage, 'noted', 'An update can do without it: ' || text, NULL, NULL, source, line, ns, text FROM endpoint AS e\n"
    "  WHERE state = 'failed' AND NOT EXISTS (SELECT 1 FROM blocked_endpoint AS b WHERE b.host = e.host AND b.port = e.port)\n"
    "UNION ALL SELECT stage, 'unknown', host || ':' || port || ' was not examined in time', NULL, NULL, source, line, ns,\n"
    "       host || ':' || port || ' ' || state FROM endpoint WHERE state = 'not-examined'\n"
    "UNION ALL SELECT stage, 'passed', (SELECT COUNT(*) FROM endpoint AS g WHERE g.stage = e.stage AND g.state = 'good') || ' of its hosts "
    "were reached',\n"
    "       NULL, NULL, source, line, ns, text FROM endpoint AS e WHERE state = 'good'";

const struct table table_host_check = {
    .name = "host_check",
    .doc = "What a probe found of the hosts of each stage, as a check of a rehearsal tells it",
    .columns = columns,
    .n_columns = sizeof columns / sizeof *columns,
    .derive = derive,
    .needs = (const char *const[]){"endpoint", "blocked_endpoint", "clock", NULL},
};
