-- rule:       management/declared-version-not-offered
-- stage:      scan
-- strength:   suggests
-- confidence: 0.78
-- title:      Management enforces macOS {version}, which Apple does not offer to this Mac
-- because:    Apple's catalogue has no such version for this model: it was replaced by a newer one, is held back by a deferral, or never was for this Mac. The Mac asks in vain again and again.
-- fix:        lift-mdm-restriction, resend-mdm-command
-- over:       management/update-declaration-failed, management/deadline-passed, management/updates-deferred
-- source:     dan-snelson/DDM-OS-Reminder (an enforced version that maps to no available update)
WITH asked AS (SELECT * FROM signal WHERE name = 'ddm-scan' ORDER BY ns DESC, line DESC LIMIT 1),
declared AS (
  SELECT s.source, s.line, s.ns, s.text, s.version FROM signal AS s JOIN asked AS q ON s.name = 'ddm-declared' AND s.version = q.version
  UNION ALL SELECT p.source, p.line, p.ns, p.text, p.value FROM preference AS p JOIN asked AS q ON p.domain = 'SoftwareUpdateDDMStatePersistence' AND p.key LIKE '%/TargetOSVersion' AND p.value = q.version
  ORDER BY 3 DESC LIMIT 1),
answered AS (SELECT s.* FROM signal AS s JOIN asked AS q ON s.name = 'pallas-no-match' AND s.source = q.source AND s.line > q.line
             AND (s.ns IS NULL OR q.ns IS NULL OR s.ns - q.ns < 600000000000) LIMIT 1)
SELECT source, line, ns, text, version FROM (
  SELECT source, line, ns, text, version, 0 AS place FROM declared UNION ALL SELECT source, line, ns, text, version, 1 FROM asked UNION ALL SELECT source, line, ns, text, '', 2 FROM answered)
WHERE EXISTS (SELECT 1 FROM answered) AND EXISTS (SELECT 1 FROM os AS o JOIN declared AS d ON version_before(o.version, d.version))
  AND NOT EXISTS (SELECT 1 FROM signal AS s JOIN answered AS a ON s.name = 'update-succeeded' AND s.ns > a.ns)
ORDER BY place
