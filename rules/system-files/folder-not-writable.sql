-- rule:       system-files/folder-not-writable
-- strength:   proves
-- confidence: 0.85
-- title:      The update may not write to {path}
-- because:    The folder has a wrong owner, wrong permissions, or is locked, so what the update puts there is refused.
-- fix:        fix-permissions
-- over:       system-files/error-code, network/dialog
SELECT source, line, ns, quote AS text, path, stage FROM error
WHERE ((domain = 'NSCocoaErrorDomain' AND code IN (257, 513, 642)) OR (domain = 'NSPOSIXErrorDomain' AND code IN (1, 13, 30)))
  AND (path LIKE '/Library/Updates%' OR path LIKE '/System/Volumes/Update%' OR path LIKE '/private/var/folders/zz/%' OR path LIKE '/private/var/db/receipts%' OR path LIKE '/var/db/receipts%'
       OR path LIKE '/private/var/db/softwareupdate%' OR path LIKE '/Library/Receipts%' OR path LIKE '/macOS Install Data%' OR path LIKE '/private/tmp' OR path LIKE '/Library/Caches/com.apple.SoftwareUpdate%')
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed')
