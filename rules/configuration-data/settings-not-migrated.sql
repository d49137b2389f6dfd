-- rule:       configuration-data/settings-not-migrated
-- stage:      boot
-- strength:   proves
-- confidence: 0.84
-- title:      The migration of settings stops at {file}, which it cannot read or write
-- because:    The new system is installed; what it takes over from the old one are the settings, and this file is damaged or not accessible.
-- fix:        repair-preferences, fix-permissions
-- over:       configuration-data, software-conflict, outcome/update-succeeded, outcome/attempt-stopped
-- source:     DataMigration.framework (its plug-ins)
WITH named AS (SELECT source, line, ns, text, path, replace(path, rtrim(path, replace(path, '/', '')), '') AS file FROM signal WHERE name = 'settings-migration-failed' AND path IS NOT NULL AND (process LIKE '%migrat%' OR process = 'Setup Assistant')),
broken AS (
  SELECT n.* FROM named AS n JOIN error AS e ON e.source = n.source AND e.line = n.line AND e.domain = 'NSCocoaErrorDomain' AND (e.code BETWEEN 3840 AND 3851 OR e.code IN (257, 513))
  UNION SELECT n.* FROM named AS n JOIN plist AS p ON p.valid = 0 AND p.path LIKE '%' || n.path)
SELECT source, line, ns, text, file FROM (
  SELECT source, line, ns, text, file FROM broken
  UNION ALL SELECT p.source, p.line, p.ns, p.path || ': ' || p.problem, '' FROM plist AS p JOIN broken AS b ON p.valid = 0 AND p.path LIKE '%' || b.path
  UNION ALL SELECT source, line, ns, text, '' FROM signal WHERE (name = 'migrator-ended' OR (name = 'settings-migration-failed' AND path IS NULL)) AND EXISTS (SELECT 1 FROM broken))
WHERE NOT EXISTS (SELECT 1 FROM plist AS p JOIN named AS n ON p.valid = 1 AND p.path LIKE '%' || n.path) -- mended since
  AND (EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('apply', 'boot')) OR EXISTS (SELECT 1 FROM dialog WHERE sense = 'failure'))
