-- rule:       installer/older-than-system
-- stage:      preflight
-- strength:   proves
-- confidence: 0.85
-- title:      The installer ({build}) is older than the system that runs ({detail})
-- because:    macOS cannot be installed over a newer one.
-- fix:        redownload-installer
-- over:       installer
SELECT s.source, s.line, s.ns, s.text, s.build, s.detail FROM signal AS s WHERE s.name = 'erase-install-old'
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('preflight', 'prepare'))
  AND NOT EXISTS (SELECT 1 FROM signal AS v WHERE v.name = 'erase-install-build' AND v.source = s.source AND v.line > s.line)
UNION ALL
SELECT source, line, ns, text, '', '' FROM dialog WHERE dialog = 'too-old-installer'
