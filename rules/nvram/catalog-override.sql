-- rule:       nvram/catalog-override
-- stage:      scan
-- strength:   suggests
-- confidence: 0.75
-- title:      NVRAM redirects the update catalogue: {value}
-- because:    Recovery takes its catalogue from this variable instead of from Apple.
-- fix:        reset-nvram
SELECT source, line, ns, name || ' = ' || value AS text, value FROM nvram
WHERE name LIKE '%IASUCatalogURL'
  AND (EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage = 'scan')
       OR EXISTS (SELECT 1 FROM dialog WHERE sense = 'failure' AND (stage = 'scan' OR dialog LIKE 'recovery-server%')))
  -- Without a network no catalogue is reached, whichever it is.
  AND NOT EXISTS (SELECT 1 FROM failed_request WHERE overcome = 0 AND apple = 1 AND kind IN ('offline', 'name') AND stage = 'scan')
