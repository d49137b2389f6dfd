-- rule:       configuration-data/named-file-damaged
-- strength:   suggests
-- confidence: 0.7
-- title:      A settings file that the updater reads is damaged: {path}
-- because:    The log names the file, or the failed step reads it, and the file is broken.
-- fix:        repair-preferences
-- over:       configuration-data/damaged-list
WITH failed AS (SELECT last_stage AS stage FROM attempt WHERE judged = 1 AND outcome = 'failed' UNION ALL SELECT stage FROM dialog WHERE sense = 'failure' AND stage IS NOT NULL)
SELECT p.source, p.line, p.ns, p.path || ': ' || p.problem AS text, p.path FROM plist AS p
WHERE p.valid = 0 AND p.path NOT LIKE '%/db/receipts/%' AND p.path NOT LIKE '%Library/Receipts/%' AND EXISTS (SELECT 1 FROM failed)
  AND EXISTS (SELECT 1 FROM error AS e WHERE e.domain = 'NSCocoaErrorDomain' AND e.code BETWEEN 3840 AND 3851 AND instr(e.quote, substr(p.path, -20)) > 0)
UNION ALL
SELECT p.source, p.line, p.ns, p.path || ': ' || p.problem, p.path FROM plist AS p
WHERE p.valid = 0 AND (p.path LIKE '%com.apple.SoftwareUpdate.plist' OR p.path LIKE '%com.apple.commerce.plist' OR p.path LIKE '%com.apple.storeagent.plist')
  AND EXISTS (SELECT 1 FROM failed WHERE stage IN ('scan', 'download', 'preflight'))
UNION ALL
SELECT e.source, e.line, e.ns, e.quote, e.path FROM error AS e
WHERE e.domain = 'NSCocoaErrorDomain' AND e.code BETWEEN 3840 AND 3851 AND (e.path LIKE '%com.apple.SoftwareUpdate.plist' OR e.path LIKE '%com.apple.commerce.plist' OR e.path LIKE '%com.apple.storeagent.plist')
  AND EXISTS (SELECT 1 FROM failed WHERE stage IN ('scan', 'download', 'preflight'))
