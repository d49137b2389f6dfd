/*
 * attempt: the update attempts that the signals tell of.
 *
 * A failure that belongs to no stage is a condition, not the end of an attempt;
 * but a tool, or a process of the update, that finds the disk full has failed where it was.
 *
 * After the restart the build that starts tells: the target is a success, the
 * old one again is a failure to apply.
 *
 * Dated signals fall into two streams, scans and updates; undated ones (the
 * output of a tool) into one stream per file. A stream is cut into attempts
 * where an attempt says that it starts, or where nothing was said for three
 * hours. macOS starts an attempt more than once within seconds (the same line
 * reaches install.log and the unified log), hence the ten seconds.
 *
 * The stage of a failure is its own or that of the last progress phase,
 * whichever is later; but "prepare" is what every wrapper says, so an
 * operation "prepare" that fails while the phase is PREFLIGHT_PERSONALIZE,
 * or within a minute after the personalization failed, failed to personalize;
 * and the first PREFLIGHT phases run before the download, so a download that
 * fails beneath them failed to download. A failure of an earlier stage that
 * comes after the attempt was completed is none of it.
 * A failure is superseded by a later attempt of the same kind
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
    [COL_KIND] = {"kind", COLUMN_TEXT, SHOW,
                  "update, scan, tool (the undated output of a command), or supposed (the next one, in a rehearsal)"},
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

/* What the derivation writes down on its way. */
static const char scratch[] =
    "CREATE TABLE attempt_event(name, stage, sense, phase, text, source, line, ns, time, position, stream, n, before_ns, before_sense,\n"
    "                           start_before, part);\n"
    "CREATE INDEX attempt_event_n ON attempt_event(stream, n);\n"
    "CREATE INDEX attempt_event_part ON attempt_event(stream, part, sense, n);\n"
    "CREATE TABLE attempt_part(stream, part, events, start, end, start_ns, end_ns, last, failure, success, phase);\n"
    "CREATE TABLE attempt_end(stream, part, events, start, end, start_ns, end_ns, last, failure, success, phase, outcome);\n"
    "CREATE TABLE attempt_boot(attempt, build, text, source, line, time, ns, n, target_build, before);\n"
    "CREATE TABLE attempt_now(ns);";

static const char derive[] =
    "INSERT INTO attempt_event\n"
    /* Errors of the updater's own domains count as the line that carries them would, if no signal says what it is. */
    "WITH own_error AS (\n"
    "  SELECT e.*, COALESCE(e.stage, CASE WHEN e.name LIKE '%Personali%' THEN 'personalize' WHEN e.name LIKE '%Apply%' THEN 'apply'\n"
    "                                     WHEN e.name LIKE '%Prepare%' THEN 'prepare' WHEN e.name LIKE '%Download%' THEN 'download'\n"
    "                                     WHEN e.name LIKE '%Preflight%' THEN 'preflight' WHEN e.name LIKE '%Scan%' THEN 'scan' END,\n"
    /* The engine's own error that tells no stage belongs to the phase that was going on. */
    "    CASE WHEN e.domain = 'MobileSoftwareUpdateErrorDomain' THEN (SELECT CASE WHEN s.phase <> 'COMPLETED' THEN s.stage END\n"
    "      FROM signal AS s WHERE s.phase IS NOT NULL AND s.ns BETWEEN e.ns - 3 * 3600 * 1000000000 AND e.ns\n"
    "      ORDER BY s.ns DESC, s.line DESC LIMIT 1) END) AS at\n"
    "  FROM error AS e WHERE e.depth = 0 AND e.name IS NOT 'SUMacControllerErrorScanNoUpdateFound' AND COALESCE(e.name, '') NOT LIKE "
    "'%Cancel%'\n"
    "    AND e.code <> 7301 AND e.domain IN ('SUMacControllerError', 'MobileSoftwareUpdateErrorDomain', 'OSPErrorDomain', "
    "'BOSErrorDomain',\n"
    "                                        'com.apple.OSInstallerSetup.error', 'com.apple.osinstall')\n"
    "    AND NOT EXISTS (SELECT 1 FROM signal AS s WHERE s.source = e.source AND s.line = e.line AND (s.stage IS NOT NULL OR s.sense = "
    "'benign'))),\n"
    "line AS (\n"
    "  SELECT name, stage, sense, phase, process, text, source, line, ns, time FROM signal AS s\n"
    /* That the signing server is asked once tells of no attempt: other requests for tickets (accessories, cryptexes) write it too. */
    /* Nor is what Apple lacks for a telephone at the cable an update of this Mac. */
    "  WHERE NOT (s.name IS 'tss-attempt' AND s.ns IS NOT NULL)\n"
    "    AND NOT (s.name IS 'not-currently-available'\n"
    "             AND COALESCE(s.process, '') IN ('MobileDeviceUpdater', 'AMPDeviceDiscoveryAgent', 'AMPDevicesAgent'))\n"
    "    AND (s.name IS NULL OR s.name NOT IN ('tool-error', 'script-error') OR NOT EXISTS (SELECT 1 FROM signal AS o\n"
    "    WHERE o.source = s.source AND o.line = s.line AND o.name NOT IN ('tool-error', 'script-error') AND o.sense IN ('failure', "
    "'benign')))\n"
    "  UNION ALL SELECT COALESCE(name, domain), at, 'failure', NULL, process, quote, source, line, ns, time FROM own_error WHERE at IS NOT "
    "NULL\n"
    /* A program of the update that crashes ends what it was at. */
    "  UNION ALL SELECT 'crash', p.stage, 'failure', NULL, c.process, c.kind || ' of ' || c.process || ': ' || COALESCE(c.reason, "
    "c.text),\n"
    "         c.source, c.line, c.ns, c.time FROM crash AS c JOIN known_update_program AS p ON p.process = c.process\n"
    "  WHERE c.kind = 'crash' AND c.ns IS NOT NULL\n"
    /* Within a day after something was installed, a login that cannot load a plug-in of its own, and settings that cannot be taken over,
     * are how the update ended. */
    "  UNION ALL SELECT s.name, 'boot', 'failure', NULL, s.process, s.text, s.source, s.line, s.ns, s.time FROM signal AS s\n"
    "  WHERE ((s.name = 'settings-migration-failed' AND (s.process LIKE '%migrat%' OR s.process = 'Setup Assistant'))\n"
    "         OR (s.name = 'login-plugin-not-loaded' AND 1 < (\n" /* one line alone may be a try of several */
    "           SELECT COUNT(DISTINCT o.ns) FROM signal AS o WHERE o.name IN ('login-plugin-not-loaded', 'login-mechanism-failed')\n"
    "             AND o.ns BETWEEN s.ns - 600 * 1000000000 AND s.ns + 600 * 1000000000)))\n"
    "    AND EXISTS (SELECT 1 FROM signal AS o WHERE o.stage IN ('apply', 'boot')\n"
    "    AND o.sense IN ('progress', 'success') AND o.ns BETWEEN s.ns - 86400 * 1000000000 AND s.ns)\n"
    /* A kernel that panics within a day of the restart, before anything else was logged, is how the update ended. */
    "  UNION ALL SELECT 'panic', 'boot', 'failure', NULL, 'kernel', 'panic: ' || COALESCE(c.reason, c.text), c.source, c.line, c.ns, "
    "c.time\n"
    "  FROM crash AS c WHERE c.kind = 'panic' AND (\n"
    "    EXISTS (SELECT 1 FROM signal AS s WHERE (s.stage IN ('apply', 'boot') OR s.name = 'osis-queue-succeeded')\n"
    "              AND s.ns BETWEEN c.ns - 86400 * 1000000000 AND c.ns\n"
    "            AND NOT EXISTS (SELECT 1 FROM signal AS o WHERE o.ns > s.ns AND o.ns <= c.ns AND o.sense NOT IN ('benign', 'fact')))\n"
    /* So is a fresh panic where no log says anything and the update still waits. */
    "    OR (NOT EXISTS (SELECT 1 FROM signal AS s WHERE s.ns IS NOT NULL)\n"
    "        AND EXISTS (SELECT 1 FROM signal AS s WHERE s.name = 'update-offered')\n"
    "        AND NOT EXISTS (SELECT 1 FROM clock WHERE CAST(strftime('%s', mac_time) AS INTEGER) * 1000000000 - c.ns\n"
    "                          NOT BETWEEN 0 AND 2 * 86400 * 1000000000)))),\n"
    "event AS (\n"
    "  SELECT s.name, s.stage, s.sense, s.phase, s.text, s.source, s.line, s.ns, s.time, COALESCE(k.position, 0) AS position,\n"
    "         CASE WHEN s.ns IS NULL THEN s.source WHEN s.stage = 'scan' AND s.name IS NOT 'phase' THEN 'scan' ELSE 'update' END AS "
    "stream\n"
    "  FROM line AS s LEFT JOIN known_stage AS k ON k.stage = s.stage\n"
    /* A failure without a stage is a condition; in the output of a tool it is what ended the tool. */
    "  WHERE s.sense IN ('start', 'progress', 'success') OR (s.sense = 'failure' AND (\n"
    "     s.stage IS NOT NULL AND (s.name IS NOT 'tool-error' OR (s.ns IS NULL AND s.source LIKE '%commands/%'))\n"
    "     OR (s.name = 'script-error' AND s.ns IS NOT NULL) OR (s.stage IS NULL AND s.ns IS NULL AND s.source LIKE '%commands/%')\n"
    "     OR ((s.name IN ('no-space-left', 'space-short', 'more-space-needed') OR s.text LIKE '%INSUFFICIENT_DISK_SPACE%')\n"
    "         AND (s.process IN ('softwareupdated', 'osinstallersetupd', 'mobileassetd') OR s.process LIKE '%UpdateBrain%'))))),\n"
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
    "INSERT INTO attempt_part\n"
    "SELECT stream, part, COUNT(*) AS events, MIN(time) AS start, MAX(time) AS end, MIN(ns) AS start_ns, MAX(ns) AS end_ns, MAX(n) AS "
    "last,\n"
    "       MAX(n) FILTER (WHERE sense = 'failure') AS failure,\n"
    "       MAX(n) FILTER (WHERE sense = 'success' AND (stage IN ('scan', 'prepare', 'apply', 'boot') OR stage IS NULL)) AS success,\n"
    "       MAX(n) FILTER (WHERE phase IS NOT NULL) AS phase\n"
    "FROM attempt_event GROUP BY stream, part;\n"

    "INSERT INTO attempt_end\n"
    /* What failed to be applied is not undone by what is prepared after it. */
    "SELECT p.*, CASE WHEN p.failure IS NOT NULL AND (p.failure > COALESCE(p.success, 0) OR EXISTS (\n"
    "                   SELECT 1 FROM attempt_event AS f, attempt_event AS s WHERE f.stream = p.stream AND f.n = p.failure\n"
    "                     AND s.stream = p.stream AND s.n = p.success AND f.stage = 'apply' AND s.stage = 'prepare')\n"
    /* Nor is the refusal of the beta that the Mac is set to by a scan that then finds nothing. */
    "                   OR (EXISTS (SELECT 1 FROM seed WHERE enrolled = 1 AND build_is_seed IS NOT 1) AND EXISTS (\n"
    "                     SELECT 1 FROM attempt_event AS f WHERE f.stream = p.stream AND f.n = p.failure AND f.name = 'seed-not-entitled'\n"
    "                       AND NOT EXISTS (SELECT 1 FROM attempt_event AS s WHERE s.stream = p.stream AND s.part = p.part\n"
    "                                         AND s.n > f.n AND s.name = 'updates-found')))) AND NOT EXISTS (\n"
    "                   SELECT 1 FROM attempt_event AS e, attempt_event AS f\n"
    "                   WHERE f.stream = p.stream AND f.n = p.failure AND e.stream = p.stream AND e.part = p.part AND e.n > p.failure\n"
    "                     AND e.sense IN ('progress', 'success') AND f.position > 0 AND e.position > f.position)\n"
    "                   AND NOT EXISTS (\n"
    "                   SELECT 1 FROM attempt_event AS e, attempt_event AS f\n"
    "                   WHERE f.stream = p.stream AND f.n = p.failure AND e.stream = p.stream AND e.part = p.part AND e.n < p.failure\n"
    "                     AND e.sense = 'success' AND (e.phase = 'COMPLETED' OR e.stage IN ('apply', 'boot'))\n"
    "                     AND f.position > 0 AND e.position > f.position\n"
    /* But what was prepared is checked once more while it is applied, within the hour. */
    "                     AND NOT (e.stage = 'prepare' AND EXISTS (\n"
    "                       SELECT 1 FROM attempt_event AS b WHERE b.stream = p.stream AND b.part = p.part AND b.stage = 'apply'\n"
    "                         AND b.n BETWEEN e.n AND f.n AND f.ns - b.ns <= 3600 * 1000000000))) THEN 'failed'\n"
    /* What was prepared and then began to be applied is not installed by that. */
    "                 WHEN p.success IS NOT NULL AND NOT EXISTS (\n"
    "                   SELECT 1 FROM attempt_event AS s, attempt_event AS e WHERE s.stream = p.stream AND s.n = p.success\n"
    "                     AND s.stage = 'prepare' AND e.stream = p.stream AND e.part = p.part AND e.n > s.n AND e.phase = 'APPLYING')\n"
    "                   THEN 'succeeded' ELSE 'stopped' END AS outcome\n"
    "FROM attempt_part AS p;\n"

    "INSERT INTO attempt(attempt, kind, stream, start, end, start_ns, end_ns, last_stage, outcome, target_version, target_build, events,\n"
    "                    superseded, judged, text, source, line, time, ns)\n"
    "SELECT ROW_NUMBER() OVER (ORDER BY p.start_ns IS NULL, p.start_ns, p.stream, p.part),\n"
    "       CASE WHEN p.stream IN ('scan', 'update') THEN p.stream ELSE 'tool' END, p.stream, p.start, p.end, p.start_ns, p.end_ns,\n"
    "       CASE WHEN p.outcome <> 'failed' THEN COALESCE(staged.stage, decided.stage)\n"
    "            WHEN decided.stage = 'download' AND phase.stage = 'preflight' THEN decided.stage\n"
    /* A wrapper follows what failed beneath it within moments, and nothing went on in between. */
    "            WHEN decided.stage = 'prepare' AND phase.stage IS NULL AND EXISTS (\n"
    "              SELECT 1 FROM attempt_event AS f WHERE f.stream = p.stream AND f.part = p.part AND f.n < decided.n AND f.sense = "
    "'failure'\n"
    "                AND f.name IN ('personalization-failed', 'osp-error') AND (decided.ns IS NULL OR decided.ns - f.ns <= 60 * "
    "1000000000) AND NOT EXISTS (\n"
    "                SELECT 1 FROM attempt_event AS e WHERE e.stream = p.stream AND e.n BETWEEN f.n + 1 AND decided.n - 1\n"
    "                  AND (e.position > f.position OR e.sense = 'success') AND e.sense IN ('progress', 'success'))) THEN 'personalize'\n"
    "            WHEN decided.stage = 'prepare' OR phase.position > decided.position OR decided.stage IS NULL\n"
    "              THEN COALESCE(phase.stage, decided.stage, staged.stage) ELSE decided.stage END,\n"
    "       p.outcome,\n"
    "       (SELECT f.version FROM signal AS f WHERE (f.name = 'update-registered' OR (f.sense = 'fact' AND f.name LIKE 'target-%')) AND "
    "f.version IS NOT NULL\n"
    "          AND (p.end_ns IS NULL OR f.ns <= p.end_ns) ORDER BY f.ns DESC LIMIT 1),\n"
    "       (SELECT f.build FROM signal AS f WHERE (f.name = 'update-registered' OR (f.sense = 'fact' AND f.name LIKE 'target-%')) AND "
    "f.build IS NOT NULL\n"
    "          AND (p.end_ns IS NULL OR f.ns <= p.end_ns) ORDER BY f.ns DESC LIMIT 1),\n"
    "       p.events, 0, 0, decided.text, decided.source, decided.line, decided.time, decided.ns\n"
    "FROM attempt_end AS p\n"
    "LEFT JOIN attempt_event AS decided ON decided.stream = p.stream\n"
    "  AND decided.n = CASE p.outcome WHEN 'failed' THEN p.failure WHEN 'succeeded' THEN p.success ELSE p.last END\n"
    "LEFT JOIN attempt_event AS phase ON phase.stream = p.stream AND phase.n = p.phase\n"
    "LEFT JOIN attempt_event AS staged ON staged.stream = p.stream AND staged.n = (\n"
    "  SELECT MAX(e.n) FROM attempt_event AS e WHERE e.stream = p.stream AND e.part = p.part AND e.stage IS NOT NULL\n"
    "    AND (p.outcome <> 'failed' OR e.n <= p.failure));\n"

    /* A tool that says nothing of a stage failed at what it is for. */
    "UPDATE attempt SET last_stage = CASE WHEN stream LIKE '%softwareupdate-list%' THEN 'scan' WHEN stream LIKE "
    "'%softwareupdate-install%'\n"
    "    THEN 'download' WHEN stream LIKE '%startosinstall%' THEN 'preflight' END WHERE last_stage IS NULL AND kind = 'tool';\n"

    /* The restart belongs to the attempt: the build that starts within a day tells whether it was installed. */
    "INSERT INTO attempt_boot\n"
    "SELECT a.attempt, s.build, s.text, s.source, s.line, s.time, s.ns, ROW_NUMBER() OVER (PARTITION BY a.attempt ORDER BY s.ns) AS n,\n"
    "       a.target_build, (SELECT b.build FROM signal AS b WHERE b.name IN ('swu-start-build', 'running-os') AND b.build IS NOT NULL\n"
    "                          AND b.ns < a.end_ns ORDER BY b.ns DESC LIMIT 1) AS before\n"
    "FROM attempt AS a JOIN signal AS s ON s.name = 'swu-start-build' AND s.ns > a.end_ns AND s.ns < a.end_ns + 86400 * 1000000000\n"
    "WHERE a.kind = 'update' AND a.last_stage IN ('apply', 'boot') AND a.outcome <> 'failed';\n"
    "UPDATE attempt SET outcome = CASE WHEN b.build = b.target_build OR (b.target_build IS NULL AND b.build <> b.before)\n"
    "                                THEN 'succeeded' ELSE 'failed' END, text = b.text, source = "
    "b.source,\n"
    "       line = b.line, time = b.time, ns = b.ns\n"
    "FROM attempt_boot AS b WHERE b.attempt = attempt.attempt AND b.n = 1\n"
    "  AND (b.build = b.target_build OR b.build = b.before OR (b.target_build IS NULL) <> (b.before IS NULL)\n"
    /* Where the log tells neither build, an EFI shell that starts the installed system tells that the installer did not run. */
    "       OR (b.target_build IS NULL AND b.before IS NULL AND EXISTS (SELECT 1 FROM os WHERE os.build = b.build)\n"
    "           AND (EXISTS (SELECT 1 FROM signal WHERE name = 'efi-shell-boots-system')\n"
    "                OR EXISTS (SELECT 1 FROM dialog WHERE text LIKE '%:\\System\\Library\\CoreServices\\boot.efi%'))));\n"

    /* What began to be applied is there when the system that runs is what it was to become. */
    "UPDATE attempt SET outcome = 'succeeded' WHERE outcome = 'stopped' AND kind = 'update' AND last_stage IN ('apply', 'boot')\n"
    "  AND EXISTS (SELECT 1 FROM os WHERE os.build = attempt.target_build);\n"

    "UPDATE attempt SET superseded = 1 WHERE outcome <> 'succeeded' AND start_ns IS NOT NULL AND EXISTS (\n"
    "  SELECT 1 FROM attempt AS later LEFT JOIN known_stage AS a ON a.stage = attempt.last_stage\n"
    "    LEFT JOIN known_stage AS b ON b.stage = later.last_stage\n"
    "  WHERE (later.start_ns > attempt.end_ns AND later.kind = attempt.kind AND (later.outcome = 'succeeded' OR b.position > "
    "a.position))\n"
    "    OR (attempt.kind = 'scan' AND later.kind = 'update' AND later.outcome = 'succeeded'\n"
    "      AND later.end_ns > attempt.end_ns));\n" /* who updates has found the update, and a request that fails meanwhile hinders none */

    /* The same tool, started again, came at least as far and succeeded. */
    "UPDATE attempt SET superseded = 1 WHERE outcome <> 'succeeded' AND kind = 'tool' AND EXISTS (\n"
    "  SELECT 1 FROM attempt AS later JOIN known_stage AS a ON a.stage = attempt.last_stage JOIN known_stage AS b ON b.stage = "
    "later.last_stage\n"
    "  WHERE later.kind = 'tool' AND later.stream = attempt.stream AND later.source = attempt.source AND later.line > attempt.line\n"
    "    AND later.outcome = 'succeeded' AND b.position >= a.position);\n"

    /* What the log of a guest's installation leaves open, the tool that installed the guest may tell. */
    "UPDATE attempt SET superseded = 1 WHERE outcome = 'stopped' AND text LIKE '%com.apple.Virtualization%' AND EXISTS (\n"
    "  SELECT 1 FROM attempt AS tool WHERE tool.kind = 'tool' AND tool.outcome = 'succeeded' AND tool.last_stage = 'apply');\n"

    /* A day later something else failed, or there was nothing left to install, or what it was to install runs: it is history. */
    "UPDATE attempt SET superseded = 1 WHERE outcome <> 'succeeded' AND kind = 'update' AND end_ns IS NOT NULL AND (\n"
    "  EXISTS (SELECT 1 FROM attempt AS later WHERE later.outcome = 'failed' AND later.start_ns > attempt.end_ns + 86400 * 1000000000)\n"
    "  OR EXISTS (SELECT 1 FROM signal AS s WHERE s.name IN ('no-updates-found', 'no-update-7301') AND s.ns > attempt.end_ns + 86400 * "
    "1000000000)\n"
    "  OR (EXISTS (SELECT 1 FROM os WHERE os.build = attempt.target_build)\n"
    "      AND EXISTS (SELECT 1 FROM signal AS s WHERE s.ns > attempt.end_ns + 3600 * 1000000000)));\n"

    /* What failed two months before the evidence was saved is history, if anything was heard of the Mac since; after a year it is anyhow.
     */
    "INSERT INTO attempt_now SELECT COALESCE(\n"
    "  (SELECT MAX(CAST(strftime('%s', mac_time) AS INTEGER)) * 1000000000 FROM clock), (SELECT MAX(ns) FROM signal WHERE dated = 1)) AS "
    "ns;\n"
    "UPDATE attempt SET superseded = 1 WHERE outcome <> 'succeeded' AND end_ns < (SELECT ns FROM attempt_now) - 60 * 86400 * 1000000000\n"
    "  AND NOT EXISTS (SELECT 1 FROM signal AS s WHERE s.source = attempt.source AND s.line < attempt.line AND s.ns > attempt.end_ns\n"
    "                    + 60 * 86400 * 1000000000)\n" /* the clock went back, not the time */
    "  AND (end_ns < (SELECT ns FROM attempt_now) - 365 * 86400 * 1000000000\n"
    "       OR EXISTS (SELECT 1 FROM dialog WHERE sense = 'failure')\n"
    "       OR EXISTS (SELECT 1 FROM signal AS s WHERE s.ns > attempt.end_ns + 60 * 86400 * 1000000000)\n"
    "       OR EXISTS (SELECT 1 FROM attempt AS b WHERE b.start_ns IS NULL AND b.outcome = 'failed'));\n"

    /* OpenCore's log has its date in its name: a system that was installed since then, or two months, make it history. */
    "UPDATE attempt SET superseded = 1 WHERE kind = 'tool' AND outcome = 'failed' AND stream LIKE '%opencore-20__-__-__%' AND (\n"
    "  EXISTS (SELECT 1 FROM attempt AS later WHERE later.kind = 'update' AND later.outcome = 'succeeded'\n"
    "    AND (later.last_stage = 'boot' OR later.text LIKE '%Starting with build%')\n"
    "    AND substr(later.end, 1, 10) >= substr(attempt.stream, instr(attempt.stream, 'opencore-20') + 9, 10))\n"
    "  OR julianday(substr(stream, instr(stream, 'opencore-20') + 9, 10))\n"
    "     < julianday((SELECT ns / 1000000000 FROM attempt_now), 'unixepoch') - 60);\n"

    /* The last update if it failed; else what a tool says; else the last update that stopped; else the last scan. */
    "UPDATE attempt SET judged = 1 WHERE attempt = (\n"
    "  SELECT a.attempt FROM attempt AS a WHERE a.outcome <> 'succeeded' AND a.superseded = 0\n"
    "    AND (a.kind = 'tool' OR a.attempt = (SELECT MAX(b.attempt) FROM attempt AS b WHERE b.kind = a.kind AND b.superseded = 0))\n"
    "  ORDER BY CASE WHEN a.kind = 'update' AND a.outcome = 'failed' THEN 0 WHEN a.kind = 'tool' AND a.outcome = 'failed' THEN 1\n"
    "                WHEN a.kind = 'update' THEN 2 WHEN a.outcome = 'failed' THEN 3 ELSE 4 END, a.attempt DESC LIMIT 1);\n"
    "DELETE FROM attempt_event; DELETE FROM attempt_part; DELETE FROM attempt_end; DELETE FROM attempt_boot; DELETE FROM attempt_now;";

const struct table table_attempt = {
    .name = "attempt",
    .doc = "Each attempt to scan for, download, personalize or install an update, with its last stage and outcome.",
    .columns = columns,
    .n_columns = COL_COUNT,
    .scratch = scratch,
    .derive = derive,
    .needs =
        (const char *const[]){"signal", "error", "crash", "os", "clock", "dialog", "seed", "known_stage", "known_update_program", NULL},
};
