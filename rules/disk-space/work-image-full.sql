-- rule:       disk-space/work-image-full
-- stage:      download
-- strength:   proves
-- confidence: 0.96
-- title:      Full is {volume}, where the tool puts the installer together; the startup disk has {free} GB free
-- because:    The tool made that disk image itself, or was given that disk, and it is too small for this installer. Room on the startup disk does not help.
-- fix:        update-installer-tool, full-installer
-- over:       disk-space, installer/error-code, system-files/error-code, outcome/shortage-contradicted
-- source:     munki/macadmin-scripts#46; grahampugh/macadmin-scripts#15; kc9wwh/macOSUpgrade#160
WITH full AS (
  SELECT s.source, s.line, s.ns, s.text, substr(s.text, instr(s.text, ': /') + 2) AS path FROM signal AS s JOIN attempt AS a ON a.judged = 1 AND a.outcome = 'failed'
  WHERE s.name = 'no-space-left' AND s.ns IS NULL AND (s.text LIKE '%: /private/tmp/dmg.______/%' OR s.text LIKE '%: /tmp/dmg.______/%' OR s.text LIKE '%: /Volumes/%/Install macOS %.app/%')),
named AS ( -- hdiutil's -mountrandom makes /private/tmp/dmg.XXXXXX
  SELECT *, CASE WHEN path LIKE '/Volumes/%' THEN '/Volumes/' || substr(path, 10, instr(substr(path, 10), '/') - 1) ELSE substr(path, 1, instr(path, '/dmg.') + 10) END AS volume FROM full),
room AS (SELECT source, line, ns, text, MIN(available) AS bytes FROM disk_space WHERE mount_point IN ('/', '/System/Volumes/Data'))
SELECT n.source, n.line, n.ns, n.text, n.volume, printf('%.0f', r.bytes / 1e9) AS free FROM named AS n JOIN room AS r WHERE r.bytes > 25000000000
UNION ALL SELECT d.source, d.line, d.ns, d.text, d.mount_point, printf('%.0f', r.bytes / 1e9) FROM disk_space AS d JOIN room AS r WHERE r.bytes > 25000000000 AND d.mount_point IN (SELECT volume FROM named)
UNION ALL SELECT r.source, r.line, r.ns, r.text, '', '' FROM room AS r WHERE r.bytes > 25000000000 AND EXISTS (SELECT 1 FROM named)
