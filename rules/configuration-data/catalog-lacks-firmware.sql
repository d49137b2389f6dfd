-- rule:       configuration-data/catalog-lacks-firmware
-- stage:      download
-- strength:   suggests
-- confidence: 0.8
-- title:      Another catalogue than Apple's lacks the T2 firmware that the update needs
-- because:    The update is held back until the firmware of the T2 chip was updated, and the server in the settings does not offer that product.
-- fix:        remove-catalog-override
-- over:       firmware, network, configuration-data/catalog-override-set
WITH foreign_catalog AS (
  SELECT source, line, ns, key || ' = ' || value AS text FROM preference
  WHERE key = 'CatalogURL' AND value <> '' AND value NOT LIKE 'https://swscan.apple.com/%' AND (domain LIKE '%SoftwareUpdate%' OR path LIKE '%SoftwareUpdate%')
  UNION ALL SELECT source, line, ns, text FROM signal WHERE name = 'catalog-url-foreign'),
lacking AS (
  SELECT source, line, ns, text FROM signal WHERE name = 'bridgeos-not-available'
    AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('scan', 'download', 'preflight')))
SELECT * FROM foreign_catalog WHERE EXISTS (SELECT 1 FROM lacking)
UNION ALL SELECT * FROM lacking WHERE EXISTS (SELECT 1 FROM foreign_catalog)
