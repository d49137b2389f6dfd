-- rule:       management/deadline-passed
-- stage:      apply
-- strength:   hints
-- title:      The date by which management enforces macOS {version} has passed, and an older version runs
-- because:    macOS sets itself a new date and tries again; what kept it from installing is told by other lines, or it only waits.
-- fix:        resend-mdm-command
-- source:     dan-snelson/DDM-OS-Reminder (setPastDuePaddedEnforcementDate)
WITH declared AS (SELECT * FROM signal WHERE name = 'ddm-declared' ORDER BY ns DESC, line DESC LIMIT 1)
SELECT d.source, d.line, d.ns, d.text, d.version FROM declared AS d
WHERE EXISTS (SELECT 1 FROM signal AS s WHERE s.name = 'ddm-past-due' AND s.source = d.source) AND EXISTS (SELECT 1 FROM os AS o WHERE version_before(o.version, d.version))
UNION ALL SELECT s.source, s.line, s.ns, s.text, '' FROM signal AS s WHERE s.name = 'ddm-past-due' AND EXISTS (SELECT 1 FROM os AS o JOIN declared AS d ON version_before(o.version, d.version))
LIMIT 4
