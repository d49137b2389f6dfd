-- rule:       network/captive-portal
-- strength:   proves
-- confidence: 0.88
-- title:      A captive portal stands between the Mac and Apple
-- because:    Until someone logs in to it, the network answers every request with its own page.
-- fix:        connect-network
-- over:       network, signing-server/refused-request
WITH portal AS (SELECT s.* FROM signal AS s LEFT JOIN attempt AS a ON a.judged = 1
  WHERE s.name = 'captive-portal' AND (s.ns IS NULL OR a.start_ns IS NULL OR s.ns BETWEEN a.start_ns - 900000000000 AND a.end_ns + 900000000000)),
odd AS (
  SELECT source, line, ns, text FROM failed_request
  WHERE overcome = 0 AND (kind IN ('tls', 'name', 'timeout', 'refused', 'lost', 'offline', 'unreachable') OR (domain = 'HTTP' AND code IN (301, 302, 303, 307, 308, 511))
    OR (domain LIKE '%AuthInstallErrorDomain' AND code IN (14, 3401, 3402)) OR (domain = 'TSS' AND code IN (10052, 10053, 10055)))
  UNION ALL SELECT source, line, ns, text FROM signal WHERE name = 'tss-bad-response')
SELECT source, line, ns, text FROM portal WHERE EXISTS (SELECT 1 FROM odd)
UNION ALL SELECT source, line, ns, text FROM odd WHERE EXISTS (SELECT 1 FROM portal)
UNION ALL SELECT source, line, ns, text FROM failed_request WHERE overcome = 0 AND domain = 'HTTP' AND code = 511
