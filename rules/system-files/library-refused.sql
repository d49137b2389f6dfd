-- rule:       system-files/library-refused
-- strength:   suggests
-- confidence: 0.75
-- title:      The system's library {path} is missing or refused
-- because:    A program of the system needs it; without it the updater cannot even start.
-- fix:        reinstall-over, full-installer, first-aid
-- over:       outcome/process-ended
SELECT source, line, ns, text, path FROM signal WHERE name = 'library-not-loaded' AND (path LIKE '/usr/lib/%' OR path LIKE '/System/%')
