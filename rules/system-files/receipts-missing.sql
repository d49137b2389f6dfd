-- rule:       system-files/receipts-missing
-- stage:      apply
-- strength:   proves
-- confidence: 0.88
-- title:      System receipts are missing from /private/var/db/receipts
-- because:    The installer decides from the receipts what it can update; without them the package is judged invalid.
-- fix:        restore-receipts, reinstall-over
-- over:       system-files, installer/error-code
WITH gone AS (SELECT * FROM error WHERE domain = 'NSCocoaErrorDomain' AND code IN (4, 260) AND (path LIKE '%/db/receipts/com.apple.%' OR quote LIKE '%/db/receipts/com.apple.%'))
SELECT source, line, ns, quote AS text FROM gone
WHERE (EXISTS (SELECT 1 FROM error WHERE domain LIKE 'PKInstall%' OR domain LIKE 'PK%ErrorDomain') OR (SELECT COUNT(*) FROM gone) >= 2)
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('preflight', 'prepare', 'apply'))
