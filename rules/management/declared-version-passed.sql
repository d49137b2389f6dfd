-- rule:       management/declared-version-passed
-- strength:   suggests
-- confidence: 0.76
-- title:      Management enforces macOS {version}, and this Mac runs a newer one or the same
-- because:    A declaration that asks for what is there already is reported as failed; the Mac itself lacks nothing.
-- fix:        lift-mdm-restriction
-- over:       management/update-declaration-failed, management/command-lost
-- source:     fleetdm/fleet#47999, #48554
WITH declared AS (
  SELECT source, line, ns, text, version FROM signal WHERE name = 'ddm-declared'
  UNION ALL SELECT source, line, ns, text, value FROM preference WHERE domain = 'SoftwareUpdateDDMStatePersistence' AND key LIKE '%/TargetOSVersion'),
failed AS (SELECT s.* FROM signal AS s JOIN attempt AS a ON a.judged = 1 AND a.outcome = 'failed' WHERE s.name IN ('ddm-failed', 'ddm-reason'))
SELECT source, line, ns, text, version FROM (SELECT *, 0 AS place FROM declared UNION ALL SELECT source, line, ns, text, '', 1 FROM failed)
WHERE EXISTS (SELECT 1 FROM failed) AND EXISTS (SELECT 1 FROM declared) AND EXISTS (SELECT 1 FROM os)
  AND NOT EXISTS (SELECT 1 FROM declared AS d JOIN os AS o ON version_before(o.version, d.version))
ORDER BY place
