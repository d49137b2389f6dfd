-- check:    space
-- stage:    preflight
-- title:    free space
-- cause:    disk-space
-- because:  The download, its unpacking and the safety snapshot need room: twice the size of the download and 5 GB, what an upgrade is known to want, and 20 GB in any case.
-- fix:      free-space, delete-snapshots
-- fails:    disk-space/less-than-required, disk-space/less-than-download, disk-space/nearly-full, disk-space/volume-quota, disk-space/virtual-disk-small
-- notes:    disk-space/snapshots
-- tells:    df
-- unknown:  nothing tells how much is free on the startup disk
-- needed:   yes
WITH room AS (SELECT * FROM disk_space WHERE mount_point IN ('/', '/System/Volumes/Data') AND available IS NOT NULL ORDER BY available LIMIT 1),
need AS (
  SELECT 20e9 AS bytes
  UNION ALL SELECT 2.0 * number * 1024 + 5e9 FROM signal WHERE name = 'update-size' AND number > 0 AND (version = :version OR :version IS NULL)
  UNION ALL SELECT CAST(upgrade_gb AS REAL) * 1e9 FROM known_macos WHERE CAST(major AS INTEGER) = :major AND upgrade_gb <> '' AND :major > (SELECT major FROM os WHERE major IS NOT NULL LIMIT 1)),
most AS (SELECT MAX(bytes) AS bytes FROM need)
SELECT CASE WHEN r.available >= m.bytes THEN 'passed' ELSE 'failed' END AS outcome,
       printf('%.1f GB are free, %.1f GB should be', r.available / 1e9, m.bytes / 1e9) AS says, r.source, r.line, r.ns, r.text FROM room AS r JOIN most AS m
