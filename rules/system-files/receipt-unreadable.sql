-- rule:       system-files/receipt-unreadable
-- strength:   suggests
-- confidence: 0.78
-- title:      The installer could not read what is told to be installed: {name}
-- because:    From the receipts and their history it is decided what an update applies to; where they cannot be read, it is skipped or taken for invalid.
-- fix:        restore-receipts, first-aid, reinstall-over
-- over:       system-files/error-code, installer/error-code, installer/dialog, configuration-data/damaged-list
-- source:     bom(5), pkgutil(1)
WITH named AS (
  SELECT source, line, ns, quote AS text, path, replace(path, rtrim(path, replace(path, '/', '')), '') AS name FROM error
  WHERE domain = 'NSCocoaErrorDomain' AND code BETWEEN 3840 AND 3851 AND (path LIKE '%/db/receipts/com.apple.%' OR path LIKE '%/Library/Receipts/InstallHistory.plist')
  UNION SELECT source, line, ns, text, path, replace(path, rtrim(path, replace(path, '/', '')), '') FROM signal
  WHERE name = 'receipt-unreadable' AND path LIKE '%/db/receipts/com.apple.%' AND text NOT LIKE '%NSCocoaErrorDomain%'),
failed AS (SELECT source, line, ns, quote AS text FROM error WHERE domain LIKE 'PKInstall%' OR domain = 'PKPackageKitErrorDomain')
SELECT source, line, ns, text, name FROM (
  SELECT source, line, ns, text, name FROM named
  UNION ALL SELECT source, line, ns, text, '' FROM failed
  UNION ALL SELECT p.source, p.line, p.ns, p.path || ': ' || p.problem, '' FROM plist AS p WHERE p.valid = 0 AND (p.path LIKE '%var/db/receipts/com.apple.%' OR p.path LIKE '%Library/Receipts/InstallHistory.plist'))
WHERE EXISTS (SELECT 1 FROM named) AND (EXISTS (SELECT 1 FROM failed) OR EXISTS (SELECT 1 FROM named WHERE name = 'InstallHistory.plist'))
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('scan', 'preflight', 'prepare', 'apply'))
