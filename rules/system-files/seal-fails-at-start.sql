-- rule:       system-files/seal-fails-at-start
-- stage:      boot
-- strength:   proves
-- confidence: 0.85
-- title:      The seal of the system volume does not verify at the start
-- because:    The root hash of what was installed is not the one that was signed, so the system is refused.
-- fix:        reinstall-over, reseal-system, first-aid
-- over:       system-files, installer/error-code
SELECT source, line, ns, text FROM signal WHERE name IN ('root-hash-failed') OR (name = 'panic' AND text LIKE '%root % authentication failed%')
UNION ALL
SELECT source, line, ns, kind || ': ' || COALESCE(reason, text) FROM crash WHERE kind = 'panic' AND (reason LIKE '%root % authentication failed%' OR text LIKE '%root % authentication failed%')
