-- rule:       system-files/restore-bundle-missing
-- stage:      personalize
-- strength:   proves
-- confidence: 0.92
-- title:      The restore bundle on Preboot is missing
-- because:    The bootability check needs the preserved restore bundle on the Preboot volume, and it is not there; the network has not been asked yet.
-- fix:        reinstall-over, restore-dfu
-- over:       system-files/error-code, startup-security/error-code
SELECT source, line, ns, quote AS text FROM error WHERE domain = 'BYErrorDomain' AND (code = 112 OR text LIKE '%restore bundle%missing%')
