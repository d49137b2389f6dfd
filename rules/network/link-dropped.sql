-- rule:       network/link-dropped
-- strength:   proves
-- confidence: 0.88
-- title:      The network link went down while the update asked Apple
-- because:    A request that is cut off in the middle fails, and the step with it; an unstable Wi-Fi does it again and again.
-- fix:        connect-network, wait-and-retry
-- over:       network/error-code, network/dialog, network/unreachable, network/offline, network/name-not-resolved, network/one-host-blocked, network/signing-server-unreachable
WITH dropped AS (SELECT * FROM signal WHERE name IN ('wifi-down', 'network-lost')),
cut AS (SELECT f.* FROM failed_request AS f WHERE f.overcome = 0 AND f.kind IN ('offline', 'timeout', 'lost', 'refused', 'name', 'unreachable')
          AND EXISTS (SELECT 1 FROM dropped AS d WHERE f.ns - d.ns BETWEEN -10000000000 AND 120000000000))
SELECT d.source, d.line, d.ns, d.text FROM dropped AS d WHERE EXISTS (SELECT 1 FROM cut AS f WHERE f.ns - d.ns BETWEEN -10000000000 AND 120000000000)
UNION ALL SELECT source, line, ns, text FROM cut
