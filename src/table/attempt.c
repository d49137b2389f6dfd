/*
 * attempt: the update attempts that the signals tell of.
 *
 * A failure that belongs to no stage is a condition, not the end of an attempt.
 *
 * Dated signals fall into two streams, scans and updates; undated ones (the
 * output of a tool) into one stream per file. A stream is cut into attempts
 * where an attempt says that it starts, or where nothing was said for three
 * hours. macOS starts an attempt more than once within seconds (the same line
 * reaches install.log and the unified log), hence the ten seconds.
 *
 * The stage of a failure is its own or that of the last progress phase,
 * whichever is later; but "prepare" is what every wrapper says, so an
 * operation "prepare" that fails while the phase is PREFLIGHT_PERSONALIZE
 * failed to personalize. A failure is superseded by a later attempt of the same kind
 * that got beyond it, or by time. `judged` marks the one attempt that the verdict is about.
 */
#include "table/table.h"

enum {
    COL_ATTEMPT,
    COL_KIND,
    COL_STREAM,
    COL_START,
    COL_END,
    COL_START_NS,
    COL_END_NS,
    COL_LAST_STAGE,
    COL_OUTCOME,
    COL_TARGET_VERSION,
    COL_TARGET_BUILD,
    COL_EVENTS,
    COL_SUPERSEDED,
    COL_JUDGED,
    COL_TEXT,
    COL_COUNT
};

static const struct column columns[] = {
    [COL_ATTEMPT] = {"attempt", COLUMN_INTEGER, SHOW, "number of the attempt, oldest first; undated ones come last"},
    [COL_KIND] = {"kind", COLUMN_TEXT, SHOW, "update, scan, or tool (the undated output of a command)"},
    [COL_STREAM] = {"stream", COLUMN_TEXT, SHOW, "the stream of signals that it was cut from"},
    [COL_START] = {"start", COLUMN_TEXT, SHOW, "time of its first signal"},
    [COL_END] = {"end", COLUMN_TEXT, SHOW, "time of its last signal"},
    [COL_START_NS] = {"start_ns", COLUMN_INTEGER, SHOW, "start in nanoseconds since 1970 UTC"},
    [COL_END_NS] = {"end_ns", COLUMN_INTEGER, SHOW, "end in nanoseconds since 1970 UTC"},
    [COL_LAST_STAGE] = {"last_stage", COLUMN_TEXT, SHOW, "the stage that it reached last; of a failed one, where it failed"},
    [COL_OUTCOME] = {"outcome", COLUMN_TEXT, SHOW, "succeeded, failed, or stopped (nothing says how it ended)"},
    [COL_TARGET_VERSION] = {"target_version", COLUMN_TEXT, SHOW, "the version that it was to install, where a signal names it"},
    [COL_TARGET_BUILD] = {"target_build", COLUMN_TEXT, SHOW, "the build that it was to install, where a signal names it"},
    [COL_EVENTS] = {"events", COLUMN_INTEGER, SHOW, "number of its signals"},
    [COL_SUPERSEDED] = {"superseded", COLUMN_INTEGER, SHOW,
                        "1 when a later attempt got beyond the stage where this one ended, or when it is long past"},
    [COL_JUDGED] = {"judged", COLUMN_INTEGER, SHOW, "1 for the attempt that the verdict is about"},
    [COL_TEXT] = {"text", COLUMN_TEXT, SHOW, "the signal that decided the outcome, as it was written"},
};

static const char derive[] =
    "CREATE TEMP TABLE attempt_event AS\n"
    "WITH event AS (\n"
    "  SELECT s.name, s.stage, s.sense, s.phase, s.text, s.source, s.line, s.ns, s.time, COALESCE(k.position, 0) AS position,\n"
    "         CASE WHEN s.ns IS NULL THEN s.source WHEN s.stage = 'scan' AND s.name IS NOT 'phase' THEN 'scan' ELSE 'update' END AS "
    "stream\n"
    "  FROM signal AS s LEFT JOIN known_stage AS k ON k.stage = s.stage\n"
    "  WHERE s.sense IN ('start', 'progress', 'success') OR (s.sense = 'failure' AND s.stage IS NOT NULL\n"
    "    AND (s.name IS NOT 'tool-error' OR (s.ns IS NULL AND (s.source LIKE '%startosinstall%' OR s.source LIKE "
    "'%softwareupdate-%'))))),\n"
    "told AS (\n"
    "  SELECT *, ROW_NUMBER() OVER w AS n, LAG(ns) OVER w AS before_ns, LAG(sense) OVER w AS before_sense,\n"
    "         MAX(CASE WHEN sense = 'start' THEN ns END) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS start_before\n"
    "  FROM event WINDOW w AS (PARTITION BY stream ORDER BY ns, source, line))\n"
    "SELECT *, SUM(CASE WHEN n = 1 THEN 1\n"
    "                   WHEN ns IS NULL THEN sense = 'start' AND before_sense IN ('success', 'failure')\n"
    "                   WHEN ns - before_ns > 3 * 3600 * 1000000000 THEN 1\n"
    "                   WHEN sense = 'start' THEN start_before IS NULL OR ns - start_before > 10 * 1000000000\n"
    "                   ELSE 0 END) OVER (PARTITION BY stream ORDER BY n) AS part\n"
    "FROM told;\n"

    /* Where each part stands at its end. A success counts only where something is then installed or found. */
    "CREATE TEMP TABLE attempt_part AS\n"
    "SELECT stream, part, COUNT(*) AS events, MIN(time) AS start, MAX(time) AS end, MIN(ns) AS start_ns, MAX(ns) AS end_ns, MAX(n) AS "
    "last,\n"
    "       MAX(n) FILTER (WHERE sense = 'failure') AS failure,\n"
    "       MAX(n) FILTER (WHERE sense = 'success' AND (stage IN ('scan', 'prepare', 'apply', 'boot') OR stage IS NULL)) AS success,\n"
    "       MAX(n) FILTER (WHERE phase IS NOT NULL) AS phase, MAX(n) FILTER (WHERE stage IS NOT NULL) AS staged\n"
    "FROM attempt_event GROUP BY stream, part;\n"

    "CREATE TEMP TABLE attempt_end AS\n"
    "SELECT p.*, CASE WHEN p.failure IS NOT NULL AND p.failure > COALESCE(p.success, 0) AND NOT EXISTS (\n"
    "                   SELECT 1 FROM attempt_event AS e, attempt_event AS f\n"
    "                   WHERE f.stream = p.stream AND f.n = p.failure AND e.stream = p.stream AND e.part = p.part AND e.n > p.failure\n"
    "                     AND e.sense IN ('progress', 'success') AND f.position > 0 AND e.position > f.position) THEN 'failed'\n"
    "                 WHEN p.success IS NOT NULL THEN 'succeeded' ELSE 'stopped' END AS outcome\n"
    "FROM attempt_part AS p;\n"

    "INSERT INTO attempt(attempt, kind, stream, start, end, start_ns, end_ns, last_stage, outcome, target_version, target_build, events,\n"
    "                    superseded, judged, text, source, line, time, ns)\n"
    "SELECT ROW_NUMBER() OVER (ORDER BY p.start_ns IS NULL, p.start_ns, p.stream, p.part),\n"
    "       CASE WHEN p.stream IN ('scan', 'update') THEN p.stream ELSE 'tool' END, p.stream, p.start, p.end, p.start_ns, p.end_ns,\n"
    "       CASE WHEN p.outcome <> 'failed' THEN COALESCE(staged.stage, decided.stage)\n"
    "            WHEN decided.stage = 'prepare' OR phase.position > decided.position OR decided.stage IS NULL\n"
    "              THEN COALESCE(phase.stage, decided.stage, staged.stage) ELSE decided.stage END,\n"
    "       p.outcome,\n"
    "       (SELECT f.version FROM signal AS f WHERE f.sense = 'fact' AND f.name LIKE 'target-%' AND f.version IS NOT NULL\n"
    "          AND (p.end_ns IS NULL OR f.ns <= p.end_ns) ORDER BY f.ns DESC LIMIT 1),\n"
    "       (SELECT f.build FROM signal AS f WHERE f.sense = 'fact' AND f.name LIKE 'target-%' AND f.build IS NOT NULL\n"
    "          AND (p.end_ns IS NULL OR f.ns <= p.end_ns) ORDER BY f.ns DESC LIMIT 1),\n"
    "       p.events, 0, 0, decided.text, decided.source, decided.line, decided.time, decided.ns\n"
    "FROM attempt_end AS p\n"
    "LEFT JOIN attempt_event AS decided ON decided.stream = p.stream\n"
    "  AND decided.n = CASE p.outcome WHEN 'failed' THEN p.failure WHEN 'succeeded' THEN p.success ELSE p.last END\n"
    "LEFT JOIN attempt_event AS phase ON phase.stream = p.stream AND phase.n = p.phase\n"
    "LEFT JOIN attempt_event AS staged ON staged.stream = p.stream AND staged.n = p.staged;\n"

    "UPDATE attempt SET superseded = 1 WHERE outcome <> 'succeeded' AND start_ns IS NOT NULL AND EXISTS (\n"
    "  SELECT 1 FROM attempt AS later LEFT JOIN known_stage AS a ON a.stage = attempt.last_stage\n"
    "    LEFT JOIN known_stage AS b ON b.stage = later.last_stage\n"
    "  WHERE later.kind = attempt.kind AND later.start_ns > attempt.end_ns AND (later.outcome = 'succeeded' OR b.position > a.position));\n"

    /* What failed two months before the evidence was saved is history, if anything was heard of the Mac since; after a year it is anyhow.
     */
    "CREATE TEMP TABLE attempt_now AS SELECT COALESCE(\n"
    "  (SELECT MAX(CAST(strftime('%s', mac_time) AS INTEGER)) * 1000000000 FROM clock), (SELECT MAX(ns) FROM signal WHERE dated = 1)) AS "
    "ns;\n"
    "UPDATE attempt SET superseded = 1 WHERE outcome <> 'succeeded' AND end_ns < (SELECT ns FROM attempt_now) - 60 * 86400 * 1000000000\n"
    "  AND (end_ns < (SELECT ns FROM attempt_now) - 365 * 86400 * 1000000000\n"
    "       OR EXISTS (SELECT 1 FROM dialog WHERE sense = 'failure')\n"
    "       OR EXISTS (SELECT 1 FROM signal AS s WHERE s.ns > attempt.end_ns + 60 * 86400 * 1000000000)\n"
    "       OR EXISTS (SELECT 1 FROM attempt AS b WHERE b.start_ns IS NULL AND b.outcome = 'failed'));\n"

    /* The last update if it failed; else what a tool says; else the last update that stopped; else the last scan. */
    "UPDATE attempt SET judged = 1 WHERE attempt = (\n"
    "  SELECT a.attempt FROM attempt AS a WHERE a.outcome <> 'succeeded' AND a.superseded = 0\n"
    "    AND (a.kind = 'tool' OR a.attempt = (SELECT MAX(b.attempt) FROM attempt AS b WHERE b.kind = a.kind AND b.superseded = 0))\n"
    "  ORDER BY CASE WHEN a.kind = 'update' AND a.outcome = 'failed' THEN 0 WHEN a.kind = 'tool' AND a.outcome = 'failed' THEN 1\n"
    "                WHEN a.kind = 'update' THEN 2 WHEN a.outcome = 'failed' THEN 3 ELSE 4 END, a.attempt DESC LIMIT 1);\n"
    "DROP TABLE attempt_event; DROP TABLE attempt_part; DROP TABLE attempt_end; DROP TABLE attempt_now;";

const struct table table_attempt = {
    .name = "attempt",
    .doc = "Each attempt to scan for, download, personalize or install an update, with its last stage and outcome.",
    .columns = columns,
    .n_columns = COL_COUNT,
    .derive = derive,
    .needs = (const char *const[]){"signal", "clock", "dialog", NULL},
};
