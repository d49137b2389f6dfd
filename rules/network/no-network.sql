-- rule:       network/no-network
-- strength:   proves
-- confidence: 0.93
-- title:      The Mac has no network: {state}
-- because:    No interface is connected or no name server is known, so no ticket can be asked for.
-- fix:        connect-network
-- over:       network, apple-account/dialog
WITH down AS (
  SELECT source, line, ns, text, 'no name server is configured' AS state FROM resolver WHERE state = 'none'
  UNION ALL
  SELECT source, line, ns, name || ' status: ' || status, 'interface ' || name || ' is ' || status FROM interface
  WHERE kind = 'ethernet' AND status = 'inactive' AND name = 'en0' AND NOT EXISTS (SELECT 1 FROM interface WHERE kind = 'ethernet' AND status = 'active')
  UNION ALL
  SELECT source, line, ns, name || ' status: ' || status || ', ' || ipv4, 'no DHCP server gave interface ' || name || ' an address' FROM interface
  WHERE kind = 'ethernet' AND status = 'active' AND has_link_local_ipv4 = 1 AND NOT EXISTS (SELECT 1 FROM interface WHERE has_routable_address = 1)),
asked AS (SELECT * FROM failed_request WHERE overcome = 0 AND (kind = 'offline' OR (kind IN ('name', 'timeout', 'refused', 'unreachable') AND (apple = 1 OR host IS NULL)))),
told AS (SELECT source, line, ns, text FROM asked UNION ALL SELECT source, line, ns, text FROM dialog WHERE dialog IN ('no-internet', 'no-host', 'check-internet'))
SELECT source, line, ns, text, state FROM down WHERE EXISTS (SELECT 1 FROM told UNION ALL SELECT 1 FROM attempt WHERE kind = 'supposed')
UNION ALL
SELECT source, line, ns, text, '' FROM told WHERE EXISTS (SELECT 1 FROM down)
