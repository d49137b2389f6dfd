-- rule:       management/declared-version-not-offered
-- stage:      scan
-- strength:   suggests
-- confidence: 0.78
-- title:      Management enforces macOS {version}, which Apple does not offer to this Mac
-- because:    Apple's catalogue has no such version for this model: it was replaced by a newer one, is held back by a deferral, or never was for this Mac. The Mac asks in vain again and again.
-- fix:        lift-mdm-restriction, resend-mdm-command
-- over:       management/update-declaration-failed, management/deadline-passed, management/updates-deferred
-- source:     dan-snelson/DDM-OS-Reminder (an enforced version that maps to no available update)
WITH declared AS (SELECT * FROM signal WHERE name = 'ddm-declared' ORDER BY ns DESC, line DESC LIMIT 1),
asked AS (SELECT s.* FROM signal AS s JOIN declared AS d ON s.name = 'ddm-scan' AND s.version = d.version ORDER BY s.ns DESC, s.line DESC LIMIT 1),
answered AS (SELECT s.* FROM signal AS s JOIN asked AS q ON s.name = 'pallas-no-match' AND s.source = q.source AND s.line > q.line
             AND (s.ns IS NULL OR q.ns IS NULL OR s.ns - q.ns < 600000000000) LIMIT 1)
SELECT source, line, ns, text, version FROM (
  SELECT source, line, ns, text, version, 0 AS place FROM declared UNION ALL SELECT source, line, ns, text, version, 1 FROM asked UNION ALL SELECT source, line, ns, text, '', 2 FROM answered)
WHERE EXISTS (SELECT 1 FROM answered) AND EXISTS (SELECT 1 FROM os AS o JOIN declared AS d ON version_before(o.version, d.version))
  AND NOT EXISTS (SELECT 1 FROM signal AS s JOIN answered AS a ON s.name = 'update-succeeded' AND s.ns > a.ns)
ORDER BY place
