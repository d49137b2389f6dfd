-- rule:       disk-space/volume-quota
-- strength:   proves
-- confidence: 0.9
-- title:      The volume {name} is at its quota, though the container has room
-- because:    A quota limits the volume; when it is used up the volume is full for the update too.
-- source:     man diskutil(8), apfs addVolume -quota
-- fix:        remove-volume-quota, free-space
-- over:       disk-space, system-files/error-code
WITH full AS (
  SELECT source, line, ns, name, printf('%s: %.1f GB used of a quota of %.1f GB', name, capacity_in_use / 1e9, capacity_quota / 1e9) AS text FROM volume
  WHERE capacity_quota > 0 AND capacity_in_use >= capacity_quota * 0.98 AND (role LIKE '%Data%' OR role LIKE '%System%' OR role LIKE '%VM%')),
told AS (
  SELECT source, line, ns, quote AS text FROM error WHERE domain = 'NSPOSIXErrorDomain' AND code IN (28, 69) AND (ns IS NULL OR ns >= COALESCE((SELECT start_ns FROM attempt WHERE judged = 1), (SELECT MAX(CAST(strftime('%s', mac_time) AS INTEGER)) * 1000000000 - 2592000000000000 FROM clock), 0) - 86400000000000)
  UNION ALL SELECT source, line, ns, text FROM signal WHERE name IN ('no-space-left', 'space-short') AND (ns IS NULL OR ns >= COALESCE((SELECT start_ns FROM attempt WHERE judged = 1), (SELECT MAX(CAST(strftime('%s', mac_time) AS INTEGER)) * 1000000000 - 2592000000000000 FROM clock), 0) - 86400000000000))
SELECT source, line, ns, text, name FROM full WHERE EXISTS (SELECT 1 FROM told UNION ALL SELECT 1 FROM attempt WHERE kind = 'supposed') AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed')
UNION ALL
SELECT t.source, t.line, t.ns, t.text, (SELECT name FROM full) FROM told AS t WHERE EXISTS (SELECT 1 FROM full) AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed')
