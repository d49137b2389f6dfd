-- rule:       disk-space/less-than-upgrade
-- strength:   suggests
-- confidence: 0.64
-- title:      An upgrade to {name} wants {needed} GB free, and {free} GB are free
-- because:    The full installer puts the new system beside the old one before it removes anything.
-- source:     krypted.com, free space required for modern macOS upgrades
-- fix:        free-space, delete-snapshots
-- over:       disk-space/below-floor
WITH target AS (SELECT k.name, CAST(k.upgrade_gb AS REAL) AS gb FROM known_macos AS k WHERE k.upgrade_gb <> ''
                  AND EXISTS (SELECT 1 FROM signal WHERE name = 'installer-application' AND detail = k.name OR name IN ('startosinstall-start', 'osis-start', 'download-start', 'downloaded') AND text LIKE '%' || k.name || '%')
                  AND EXISTS (SELECT 1 FROM os WHERE CAST(version AS INTEGER) < CAST(k.major AS INTEGER)) ORDER BY CAST(k.major AS INTEGER) DESC LIMIT 1)
SELECT d.source, d.line, d.ns, printf('%s: %.1f GB available', d.mount_point, d.available / 1e9) AS text, t.name, printf('%.1f', t.gb) AS needed, printf('%.1f', d.available / 1e9) AS free
FROM disk_space AS d JOIN target AS t WHERE d.mount_point IN ('/', '/System/Volumes/Data') AND d.available BETWEEN 20000000000 AND t.gb * 1e9
  AND EXISTS (SELECT 1 FROM signal WHERE name IN ('startosinstall-start', 'startosinstall-progress', 'osis-start', 'erase-install-start'))
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('preflight', 'prepare', 'apply'))
  AND NOT EXISTS (SELECT 1 FROM signal WHERE name IN ('killed-9', 'bus-error', 'segfault', 'installer-damaged', 'startosinstall-exit'))
  AND NOT EXISTS (SELECT 1 FROM error WHERE domain LIKE 'NSURL%' OR domain LIKE 'BOS%' OR domain LIKE '%bootpolicy%' OR domain LIKE 'SDError%')
