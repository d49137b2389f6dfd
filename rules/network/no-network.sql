-- rule:       network/no-network
-- strength:   proves
-- confidence: 0.93
-- title:      The Mac has no network: {state}
-- because:    No interface is connected or no name server is known, so no ticket can be asked for.
-- fix:        connect-network
-- over:       network, signing-server/error-code
WITH down AS (
  SELECT source, line, ns, text, 'no name server is configured' AS state FROM resolver WHERE state = 'none'
  UNION ALL
  SELECT source, line, ns, name || ' status: ' || status, 'interface ' || name || ' is ' || status FROM interface AS i
  WHERE kind = 'ethernet' AND status = 'inactive' AND name = 'en0' AND NOT EXISTS (SELECT 1 FROM interface WHERE kind = 'ethernet' AND status = 'active'))
SELECT source, line, ns, text, state FROM down WHERE EXISTS (SELECT 1 FROM error WHERE code = -1009)
UNION ALL
SELECT source, line, ns, quote, '' FROM error WHERE code = -1009 AND EXISTS (SELECT 1 FROM down)
