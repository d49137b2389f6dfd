-- rule:       network/hosts-redirect
-- strength:   proves
-- confidence: 0.95
-- title:      The hosts file sends {name} to {address}
-- because:    The Mac then asks that address instead of Apple, and what answers there is not Apple's server.
-- fix:        remove-hosts-lines
-- over:       network, signing-server/refused-request, clock/certificate-date, apple-account/dialog
WITH redirected AS (
  SELECT e.source, e.line, e.ns, e.text, e.name, e.address, (SELECT k.stage FROM known_host AS k WHERE k.host = e.name AND k.stage IS NOT NULL LIMIT 1) AS stage,
         e.name IN ('gs.apple.com', 'gdmf.apple.com', 'mesu.apple.com', 'swscan.apple.com', 'swdist.apple.com', 'updates.cdn-apple.com', 'swcdn.apple.com',
                    'swdownload.apple.com', 'updates-http.cdn-apple.com', 'oscdn.apple.com', 'osrecovery.apple.com') AS essential
  FROM hosts_entry AS e WHERE e.name IN (SELECT host FROM known_host) AND e.address NOT LIKE '17.%'),
failure AS (
  SELECT last_stage AS stage FROM attempt WHERE judged = 1 AND (outcome = 'failed' OR last_stage = 'personalize')
  UNION ALL SELECT stage FROM dialog WHERE sense = 'failure' AND NOT EXISTS (SELECT 1 FROM attempt WHERE judged = 1)),
answered AS (SELECT 1 FROM signal AS s JOIN attempt AS a ON a.judged = 1 WHERE s.name IN ('tss-response-received', 'shsh-received') AND s.ns BETWEEN a.start_ns AND a.end_ns)
SELECT r.source, r.line, r.ns, r.text, r.name, r.address, COALESCE((SELECT last_stage FROM attempt WHERE judged = 1), r.stage) AS stage
FROM redirected AS r
WHERE EXISTS (SELECT 1 FROM failed_request AS x WHERE x.host = r.name AND x.overcome = 0)
   OR (r.essential = 1 AND r.stage IN (SELECT stage FROM failure) AND (r.name <> 'gs.apple.com' OR NOT EXISTS (SELECT 1 FROM answered)))
UNION ALL
SELECT x.source, x.line, x.ns, x.text, x.host, '', NULL FROM failed_request AS x WHERE x.overcome = 0 AND x.host IN (SELECT name FROM redirected)
