-- rule:       network/offline
-- strength:   suggests
-- confidence: 0.75
-- title:      The Mac reported that it is offline
-- because:    Without a connection no ticket can be asked for.
-- fix:        connect-network
-- over:       network/error-code, network/dialog, network/signing-server-unreachable, network/unreachable, apple-account/dialog
SELECT source, line, ns, text FROM failed_request WHERE kind = 'offline' AND overcome = 0
UNION ALL
SELECT s.source, s.line, s.ns, s.text FROM signal AS s WHERE s.name = 'no-network-route' AND EXISTS (
  SELECT 1 FROM failed_request AS f WHERE f.overcome = 0 AND (s.ns IS NULL OR f.ns IS NULL OR abs(f.ns - s.ns) < 600000000000))
