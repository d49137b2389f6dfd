-- rule:       disk-space/less-than-required
-- strength:   proves
-- confidence: 0.95
-- title:      The update needs {needed} GB and {free} GB are free
-- because:    There is less room than this update says that it needs.
-- fix:        free-space, delete-snapshots
-- over:       disk-space, network/dialog, network/error-code
WITH need AS ( -- more than 150 GB no update needs: a tool mistook the unit (Macjutsu/super#344)
  SELECT source, line, ns, text, CAST(replace(detail, ',', '.') AS REAL) * CASE WHEN detail LIKE '%TB%' THEN 1000 WHEN detail LIKE '%MB%' THEN 0.001 ELSE 1 END AS gb
  FROM dialog WHERE cause = 'disk-space' AND CAST(replace(detail, ',', '.') AS REAL) > 0
  UNION ALL
  SELECT source, line, ns, text, number * CASE WHEN text LIKE '% TB%' THEN 1000 WHEN text LIKE '% MB%' THEN 0.001 WHEN text LIKE '% KB%' THEN 0.000001 ELSE 1 END
  FROM signal WHERE name = 'space-short' AND number > 0 AND (ns IS NULL OR ns >= COALESCE((SELECT start_ns FROM attempt WHERE judged = 1), 0) - 86400000000000)),
room AS (SELECT source, line, ns, MIN(available) AS bytes, mount_point, container FROM disk_space WHERE mount_point IN ('/', '/System/Volumes/Data') OR container IN (SELECT reference FROM container WHERE has_system_role = 1))
SELECT n.source, n.line, n.ns, n.text, printf('%.1f', n.gb) AS needed, printf('%.1f', r.bytes / 1e9) AS free FROM need AS n JOIN room AS r WHERE r.bytes / 1e9 < n.gb AND n.gb < 150
UNION ALL
SELECT r.source, r.line, r.ns, printf('%.1f GB free', r.bytes / 1e9), '', '' FROM need AS n JOIN room AS r WHERE r.bytes / 1e9 < n.gb AND n.gb < 150
