-- rule:       disk-space/preboot-full
-- strength:   proves
-- confidence: 0.95
-- title:      The {name} volume is full though the container has room
-- because:    Preboot holds the personalized manifests of every system, and Update what is being installed; a volume can have a quota of its own.
-- fix:        free-preboot, free-space
-- over:       disk-space, system-files/error-code
WITH full AS (
  SELECT source, line, ns, replace(mount_point, '/System/Volumes/', '') AS name, printf('%s: %.0f MB available (100%% used)', mount_point, available / 1e6) AS text FROM disk_space
  WHERE mount_point IN ('/System/Volumes/Preboot', '/System/Volumes/Update') AND (free_percent <= 1 OR available < 50000000)
  UNION ALL
  SELECT source, line, ns, name, printf('%s: %.0f MB used of a quota of %.0f MB', name, capacity_in_use / 1e6, capacity_quota / 1e6) FROM volume
  WHERE capacity_quota > 0 AND capacity_in_use >= capacity_quota * 0.99 AND (role LIKE '%Preboot%' OR role LIKE '%Update%' OR role LIKE '%Recovery%'))
SELECT source, line, ns, text, name FROM full
WHERE EXISTS (SELECT 1 FROM attempt WHERE kind = 'supposed') OR EXISTS (SELECT 1 FROM error WHERE domain = 'NSPOSIXErrorDomain' AND code = 28 AND (ns IS NULL OR ns >= COALESCE((SELECT start_ns FROM attempt WHERE judged = 1), (SELECT MAX(CAST(strftime('%s', mac_time) AS INTEGER)) * 1000000000 - 2592000000000000 FROM clock), 0) - 86400000000000)) OR EXISTS (SELECT 1 FROM signal WHERE name IN ('no-space-left') AND (ns IS NULL OR ns >= COALESCE((SELECT start_ns FROM attempt WHERE judged = 1), (SELECT MAX(CAST(strftime('%s', mac_time) AS INTEGER)) * 1000000000 - 2592000000000000 FROM clock), 0) - 86400000000000))
UNION ALL
SELECT e.source, e.line, e.ns, e.quote, (SELECT name FROM full) FROM error AS e WHERE e.domain = 'NSPOSIXErrorDomain' AND e.code = 28 AND EXISTS (SELECT 1 FROM full)
UNION ALL
SELECT s.source, s.line, s.ns, s.text, (SELECT name FROM full) FROM signal AS s WHERE s.name IN ('no-space-left') AND EXISTS (SELECT 1 FROM full)
