-- rule:       installer/working-folder-guarded
-- stage:      download
-- strength:   suggests
-- confidence: 0.76
-- title:      The installer was put together in a guarded folder ({path})
-- because:    From macOS 10.15 on programs may not read Desktop, Documents and Downloads unasked, so the package's own script cannot copy from there.
-- fix:        update-installer-tool
-- over:       installer, system-files/error-code, outcome
-- source:     munki/macadmin-scripts#49, #107; grahampugh/macadmin-scripts#41
WITH script AS (
  SELECT s.source, s.line, s.ns, s.text FROM signal AS s JOIN attempt AS a ON a.judged = 1 AND a.outcome = 'failed'
  WHERE s.name IN ('package-script-failed', 'installer-failed') AND s.text LIKE '%running scripts from the package%')
SELECT p.source, p.line, p.ns, p.text, p.path FROM signal AS p WHERE p.name = 'installer-build-path' AND EXISTS (SELECT 1 FROM script)
UNION ALL SELECT source, line, ns, text, '' FROM script WHERE EXISTS (SELECT 1 FROM signal WHERE name = 'installer-build-path')
