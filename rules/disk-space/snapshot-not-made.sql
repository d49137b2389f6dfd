-- rule:       disk-space/snapshot-not-made
-- stage:      prepare
-- strength:   suggests
-- confidence: 0.72
-- title:      The safety snapshot could not be made, and only {free} GB are free
-- because:    Before an update macOS takes a snapshot of the system; a nearly full container has no room for it.
-- source:     derflounder.wordpress.com 2017-11-02; MobileSoftwareUpdateErrorDomain 48
-- fix:        free-space, delete-snapshots
-- over:       disk-space/nearly-full, disk-space/below-floor
WITH told AS (
  SELECT source, line, ns, text FROM signal WHERE name = 'snapshot-failed'
  UNION ALL SELECT source, line, ns, quote FROM error WHERE domain = 'MobileSoftwareUpdateErrorDomain' AND code = 48),
room AS (SELECT source, line, ns, text, MIN(available) AS bytes FROM disk_space WHERE mount_point IN ('/', '/System/Volumes/Data'))
SELECT t.source, t.line, t.ns, t.text, printf('%.1f', r.bytes / 1e9) AS free FROM told AS t JOIN room AS r
WHERE r.bytes < 10000000000 AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('preflight', 'prepare'))
UNION ALL
SELECT source, line, ns, text, printf('%.1f', bytes / 1e9) FROM room
WHERE bytes < 10000000000 AND EXISTS (SELECT 1 FROM told) AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('preflight', 'prepare'))
