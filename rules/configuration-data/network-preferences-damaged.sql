-- rule:       configuration-data/network-preferences-damaged
-- strength:   proves
-- confidence: 0.93
-- title:      The network settings file is damaged: {problem}
-- because:    Without SystemConfiguration/preferences.plist no network service exists, so the Mac is offline; the network is not at fault.
-- fix:        restore-network-preferences
-- over:       network, configuration-data, signing-server
WITH offline AS (
  SELECT 1 FROM error WHERE domain = 'NSURLErrorDomain' AND code IN (-1001, -1003, -1004, -1005, -1006, -1009)
  UNION ALL SELECT 1 FROM signal WHERE name IN ('no-dns', 'no-network-route', 'no-internet-startup', 'internet-required', 'tss-not-reachable', 'reachability-no', 'cannot-connect', 'recovery-server')
  UNION ALL SELECT 1 FROM attempt WHERE kind = 'supposed'
  UNION ALL SELECT 1 FROM dialog WHERE cause = 'network' OR dialog IN ('personalize-failed', 'scan-failed', 'download-failed', 'recovery-server')),
damaged AS (
  SELECT p.source, p.line, p.ns, p.path || ': ' || p.problem AS text, p.problem FROM plist AS p WHERE p.valid = 0 AND p.path LIKE '%SystemConfiguration/preferences.plist'
  UNION ALL
  SELECT e.source, e.line, e.ns, e.quote, 'it cannot be read' FROM error AS e WHERE e.domain = 'NSCocoaErrorDomain' AND e.code BETWEEN 3840 AND 3851 AND e.quote LIKE '%SystemConfiguration/preferences.plist%')
SELECT * FROM damaged WHERE EXISTS (SELECT 1 FROM offline)
  AND (EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND last_stage IN ('scan', 'download', 'preflight', 'personalize')) OR EXISTS (SELECT 1 FROM dialog WHERE sense = 'failure') OR NOT EXISTS (SELECT 1 FROM attempt))
