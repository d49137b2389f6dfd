-- check:    backup
-- stage:    preflight
-- title:    backup
-- cause:    configuration-data
-- because:  An update that goes wrong is mended with a backup at hand.
-- fix:      back-up
-- tells:    time_machine_prefs, tmutil_latestbackup
-- unknown:  nothing tells when this Mac was backed up last: back up before the update
WITH last AS (SELECT source, line, ns, text, MAX(last_backup) AS day FROM backup WHERE last_backup IS NOT NULL),
now AS (SELECT MAX(mac_time) AS day FROM clock)
SELECT CASE WHEN julianday(n.day) - julianday(l.day) <= 7 THEN 'passed' ELSE 'unknown' END AS outcome,
       CASE WHEN julianday(n.day) - julianday(l.day) <= 7 THEN 'The last backup is of ' ELSE 'Back up before the update: the last backup is of ' END || substr(l.day, 1, 10) AS says,
       l.source, l.line, l.ns, l.text FROM last AS l JOIN now AS n WHERE l.day IS NOT NULL
UNION ALL SELECT 'unknown', 'Back up before the update: ' || problem, source, line, ns, text FROM backup WHERE problem IS NOT NULL AND NOT EXISTS (SELECT 1 FROM last WHERE day IS NOT NULL)
