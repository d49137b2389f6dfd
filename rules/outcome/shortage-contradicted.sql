-- rule:       outcome/shortage-contradicted
-- strength:   hints
-- title:      A shortage of space was reported, but {free} GB are free
-- because:    No update needs so much; the tool that measured may not read the disk, or mistook a unit.
-- source:     Macjutsu/super#90, #259, #344
-- fix:        update-wrapper
WITH told AS (
  SELECT source, line, ns, text FROM dialog WHERE cause = 'disk-space' AND sense = 'failure' AND text NOT LIKE '%“%'
  UNION ALL SELECT source, line, ns, text FROM signal WHERE name = 'space-short' AND number > 0 OR name = 'space-check-script' AND sense = 'failure'),
room AS (SELECT source, line, ns, text, MIN(available) AS bytes FROM disk_space WHERE mount_point IN ('/', '/System/Volumes/Data'))
SELECT t.source, t.line, t.ns, t.text, printf('%.0f', r.bytes / 1e9) AS free FROM told AS t JOIN room AS r WHERE r.bytes > 100000000000
UNION ALL SELECT source, line, ns, text, printf('%.0f', bytes / 1e9) FROM room WHERE bytes > 100000000000 AND EXISTS (SELECT 1 FROM told)
