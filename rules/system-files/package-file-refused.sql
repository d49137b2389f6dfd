-- rule:       system-files/package-file-refused
-- stage:      apply
-- strength:   suggests
-- confidence: 0.74
-- title:      {path} may not be replaced
-- because:    The installer puts each file of the update in its place at the end; one that is locked (chflags), or that a product guards, ends it.
-- source:     developer.apple.com/forums/thread/829139; munki/munki#1202
-- fix:        fix-permissions, safe-mode
-- over:       system-files/error-code, system-files/permissions, installer/error-code
WITH stopped AS (SELECT source, line, ns, quote AS text FROM error WHERE domain = 'PKInstallErrorDomain' AND code = 120 AND quote NOT LIKE '%PKInstallPackageIdentifier%'
                 UNION ALL SELECT source, line, ns, quote FROM error WHERE domain = 'PKInstallErrorDomain' AND code = 120 AND quote LIKE '%PKInstallPackageIdentifier_com.apple.%')
SELECT s.source, s.line, s.ns, s.text, s.path FROM signal AS s JOIN attempt AS a ON a.judged = 1
WHERE s.name = 'shove-refused' AND a.outcome = 'failed' AND a.last_stage = 'apply' AND EXISTS (SELECT 1 FROM stopped)
  AND s.ns BETWEEN a.start_ns - 900000000000 AND a.end_ns + 600000000000
UNION ALL
SELECT t.source, t.line, t.ns, t.text, '' FROM stopped AS t WHERE EXISTS (SELECT 1 FROM signal AS s JOIN attempt AS a ON a.judged = 1
  WHERE s.name = 'shove-refused' AND a.outcome = 'failed' AND a.last_stage = 'apply' AND s.ns BETWEEN a.start_ns - 900000000000 AND a.end_ns + 600000000000)
