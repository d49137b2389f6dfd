-- rule:       configuration-data/not-writable
-- strength:   proves
-- confidence: 0.85
-- title:      The settings of Software Update cannot be written: {path}
-- because:    The file has a wrong owner, wrong permissions, or is locked, so the step that must store its state ends.
-- fix:        fix-permissions, repair-preferences
-- over:       configuration-data, system-files/error-code
SELECT source, line, ns, quote AS text, path FROM error
WHERE ((domain = 'NSCocoaErrorDomain' AND code IN (257, 513, 642)) OR (domain = 'NSPOSIXErrorDomain' AND code IN (1, 13, 30)))
  AND (path LIKE '%/Library/Preferences/com.apple.SoftwareUpdate%' OR path LIKE '%/Library/Preferences/com.apple.commerce%' OR path LIKE '%/Library/Preferences/com.apple.MobileSoftwareUpdate%' OR path LIKE '%/Library/Preferences/SystemConfiguration%' OR path = '/Library/Preferences')
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed')
