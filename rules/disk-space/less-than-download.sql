-- rule:       disk-space/less-than-download
-- stage:      download
-- strength:   suggests
-- confidence: 0.74
-- title:      The download alone is {needed} GB, and {free} GB are free
-- because:    What is not free cannot be downloaded, and unpacking wants as much again.
-- source:     the sizes that softwareupdate --list tells
-- fix:        free-space, delete-snapshots
-- over:       disk-space/nearly-full, disk-space/below-floor, network/dialog-vague
WITH offered AS (
  SELECT source, line, ns, text, MIN(number) * 1024 AS bytes FROM signal
  WHERE name = 'update-size' AND number > 0
    AND (version = (SELECT target_version FROM attempt WHERE judged = 1) OR NOT EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND target_version IS NOT NULL))),
room AS (SELECT source, line, ns, text, MIN(available) AS bytes FROM disk_space WHERE mount_point IN ('/', '/System/Volumes/Data'))
SELECT o.source, o.line, o.ns, o.text, printf('%.1f', o.bytes / 1e9) AS needed, printf('%.1f', r.bytes / 1e9) AS free FROM offered AS o JOIN room AS r
WHERE r.bytes < o.bytes AND (EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('download', 'preflight'))
                             OR EXISTS (SELECT 1 FROM dialog WHERE sense = 'failure' AND stage = 'download'))
UNION ALL
SELECT r.source, r.line, r.ns, r.text, '', '' FROM offered AS o JOIN room AS r
WHERE r.bytes < o.bytes AND (EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('download', 'preflight'))
                             OR EXISTS (SELECT 1 FROM dialog WHERE sense = 'failure' AND stage = 'download'))
