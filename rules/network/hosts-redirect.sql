-- rule:       network/hosts-redirect
-- strength:   proves
-- confidence: 0.95
-- title:      The hosts file sends {name} to {address}
-- because:    The Mac then asks that address instead of Apple, and what answers there is not Apple's server.
-- fix:        remove-hosts-lines
-- over:       network, signing-server/error-code, clock/certificate-date
WITH redirected AS (
  SELECT e.source, e.line, e.ns, e.text, e.name, e.address, (SELECT k.stage FROM known_host AS k WHERE k.host = e.name AND k.stage IS NOT NULL LIMIT 1) AS stage
  FROM hosts_entry AS e WHERE e.name IN (SELECT host FROM known_host) AND e.address NOT LIKE '17.%'),
judged AS (SELECT * FROM attempt WHERE judged = 1)
SELECT r.source, r.line, r.ns, r.text, r.name, r.address, COALESCE((SELECT last_stage FROM judged), r.stage) AS stage
FROM redirected AS r
WHERE EXISTS (SELECT 1 FROM error AS x WHERE x.host = r.name)
   OR NOT EXISTS (SELECT 1 FROM judged) OR r.stage IN (SELECT last_stage FROM judged)
UNION ALL
SELECT x.source, x.line, x.ns, x.quote, x.host, '', NULL FROM error AS x WHERE x.host IN (SELECT name FROM redirected)
