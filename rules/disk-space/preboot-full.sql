-- rule:       disk-space/preboot-full
-- strength:   proves
-- confidence: 0.95
-- title:      The Preboot volume is full though the container has room
-- because:    Preboot holds the personalized manifests of every system; it has a quota of its own.
-- fix:        free-preboot, free-space
-- over:       disk-space, system-files/error-code
WITH full AS (SELECT * FROM disk_space WHERE mount_point = '/System/Volumes/Preboot' AND (free_percent <= 1 OR available < 50000000))
SELECT f.source, f.line, f.ns, printf('%s %.0f MB available (100%% used)', f.mount_point, f.available / 1e6) AS text FROM full AS f
WHERE EXISTS (SELECT 1 FROM error WHERE code = 28) OR EXISTS (SELECT 1 FROM signal WHERE name = 'no-space-left')
UNION ALL
SELECT source, line, ns, quote FROM error WHERE code = 28 AND EXISTS (SELECT 1 FROM full)
