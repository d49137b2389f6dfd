-- rule:       disk-space/nearly-full
-- strength:   suggests
-- confidence: 0.68
-- title:      Only {free} GB are free on the startup disk
-- because:    An update needs room for the download, for unpacking it and for a snapshot of the old system; 20 GB is the floor. Scanning and personalizing need little.
-- fix:        free-space, delete-snapshots
SELECT source, line, ns, printf('%s: %.1f GB available', mount_point, available / 1e9) AS text, printf('%.1f', available / 1e9) AS free
FROM disk_space WHERE mount_point IN ('/', '/System/Volumes/Data') AND available < 3000000000
  AND (available < 300000000 OR NOT EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND last_stage IN ('scan', 'personalize')))
