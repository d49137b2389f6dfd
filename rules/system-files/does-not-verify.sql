-- rule:       system-files/does-not-verify
-- stage:      prepare
-- strength:   proves
-- confidence: 0.85
-- title:      The system that is to be updated does not verify
-- because:    The update engine compares the system with what Apple shipped before it patches it, and found a difference.
-- fix:        full-installer, first-aid, reinstall-over
-- over:       system-files/error-code, system-files/damaged-file-system, installer/error-code
SELECT source, line, ns, quote AS text FROM error
WHERE domain = 'MobileSoftwareUpdateErrorDomain' AND code = 3 AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed')
