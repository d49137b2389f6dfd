-- rule:       disk-space/full-installer-floor
-- strength:   suggests
-- confidence: 0.63
-- title:      A full installer was started with only {free} GB free
-- because:    A full installation copies and unpacks the whole system beside the old one; with less than 20 GB free it commonly ends on the way.
-- source:     kc9wwh/macOSUpgrade#117 (17 GB free failed, 21 GB went through)
-- fix:        free-space, delete-snapshots
-- over:       disk-space/below-floor
SELECT source, line, ns, printf('%s: %.1f GB available', mount_point, available / 1e9) AS text, printf('%.1f', available / 1e9) AS free FROM disk_space
WHERE mount_point IN ('/', '/System/Volumes/Data') AND available BETWEEN 1 AND 20000000000
  AND EXISTS (SELECT 1 FROM signal WHERE name IN ('startosinstall-start', 'startosinstall-progress', 'osis-start', 'erase-install-start'))
  AND NOT EXISTS (SELECT 1 FROM signal WHERE name IN ('killed-9', 'bus-error', 'segfault', 'installer-damaged', 'startosinstall-exit'))
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('prepare', 'apply'))
  AND NOT EXISTS (SELECT 1 FROM error WHERE domain LIKE 'NSURL%' OR domain LIKE 'BOS%' OR domain LIKE '%bootpolicy%' OR domain LIKE 'SDError%')
