-- rule:       configuration-data/catalog-override
-- stage:      scan
-- strength:   proves
-- confidence: 0.85
-- title:      Software Update takes its catalogue from {value}
-- because:    Since macOS 11 a catalogue other than Apple's ends the search for updates; before, the search depends on that server alone.
-- fix:        remove-catalog-override
-- over:       configuration-data, network, apple-account/error-code
WITH override AS (SELECT * FROM preference WHERE key = 'CatalogURL' AND value <> '' AND value NOT LIKE 'https://swscan.apple.com/%' AND (domain LIKE '%SoftwareUpdate%' OR path LIKE '%SoftwareUpdate%')),
failed AS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage = 'scan' UNION ALL SELECT 1 FROM dialog WHERE sense = 'failure' AND stage = 'scan'
  UNION ALL SELECT 1 FROM error WHERE domain = 'NSURLErrorDomain' AND code IN (-1012, -1100) AND NOT EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND last_stage <> 'scan'))
SELECT source, line, ns, domain || ' CatalogURL = ' || value AS text, value, 'scan' AS stage FROM override WHERE EXISTS (SELECT 1 FROM failed)
  AND NOT EXISTS (SELECT 1 FROM failed_request WHERE overcome = 0 AND apple = 1 AND kind IN ('offline', 'name', 'timeout', 'refused', 'lost', 'tls', 'proxy'))
UNION ALL
SELECT e.source, e.line, e.ns, e.quote, '', 'scan' FROM error AS e WHERE e.domain = 'NSURLErrorDomain' AND e.code IN (-1012, -1100) AND EXISTS (SELECT 1 FROM override) AND EXISTS (SELECT 1 FROM failed)
