-- rule:       system-files/library-damaged
-- strength:   suggests
-- confidence: 0.74
-- title:      A library of the system cannot be loaded: {path}
-- because:    A process of the update ends because a library of macOS itself is missing, altered, or does not verify.
-- fix:        first-aid, reinstall-over, full-installer
-- over:       system-files/error-code, installer/error-code
SELECT * FROM (
  SELECT source, line, ns, text, path FROM signal WHERE name IN ('library-refused') AND (path LIKE '/usr/lib/%' OR path LIKE '/System/%')
    AND (process IN (SELECT process FROM known_update_program) OR text LIKE '%softwareupdate%' OR text LIKE '%osinstallersetupd%' OR text LIKE '%InstallAssistant%' OR text LIKE '%UpdateBrain%')
  UNION ALL SELECT source, line, ns, text, 'the shared cache' FROM signal WHERE name IN ('dyld-cache-invalid')
  UNION ALL SELECT c.source, c.line, c.ns, c.kind || ' of ' || c.process || ': ' || COALESCE(c.reason, c.text), 'see the report' FROM crash AS c
    WHERE c.process IN (SELECT process FROM known_update_program) AND (c.reason LIKE '%Library not loaded: /usr/lib/%' OR c.reason LIKE '%Library not loaded: /System/%'))
WHERE EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed')
