-- rule:       configuration-data/catalog-override
-- stage:      scan
-- strength:   proves
-- confidence: 0.9
-- title:      Software Update takes its catalogue from {value}
-- because:    Since macOS 11 a catalogue other than Apple's ends the search for updates.
-- fix:        remove-catalog-override
-- over:       configuration-data, network, management/error-code, apple-account/error-code
WITH override AS (SELECT * FROM preference WHERE key = 'CatalogURL' AND value <> '' AND value NOT LIKE 'https://swscan.apple.com/%' AND (domain LIKE '%SoftwareUpdate%' OR path LIKE '%SoftwareUpdate%'))
SELECT source, line, ns, domain || ' CatalogURL = ' || value AS text, value, 'scan' AS stage FROM override
WHERE EXISTS (SELECT 1 FROM attempt WHERE kind = 'scan' AND outcome = 'failed' AND superseded = 0)
   OR EXISTS (SELECT 1 FROM signal WHERE stage = 'scan' AND sense = 'failure') OR EXISTS (SELECT 1 FROM error WHERE code IN (-1012, -1100))
UNION ALL
SELECT e.source, e.line, e.ns, e.quote, '', 'scan' FROM error AS e WHERE e.code IN (-1012, -1100) AND EXISTS (SELECT 1 FROM override)
