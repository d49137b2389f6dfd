-- rule:       disk-space/wrapper-check
-- stage:      preflight
-- strength:   proves
-- confidence: 0.85
-- title:      The check before the update found only {free} GB free
-- because:    The tool that starts the installer asks for more room than there is, and stops.
-- fix:        free-space, delete-snapshots
-- over:       disk-space
SELECT s.source, s.line, s.ns, s.text, CAST(s.number AS INTEGER) AS free FROM signal AS s WHERE s.name = 'space-check-script' AND s.sense = 'failure'
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage = 'preflight')
  AND NOT EXISTS (SELECT 1 FROM disk_space WHERE mount_point IN ('/', '/System/Volumes/Data') AND available > 100000000000)
