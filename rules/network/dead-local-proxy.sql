-- rule:       network/dead-local-proxy
-- strength:   proves
-- confidence: 0.9
-- title:      A proxy on this Mac is set ({host}:{port}), but nothing answers there
-- because:    The program that should listen there is not running, so every request of the update ends at this Mac.
-- fix:        remove-vpn-or-proxy
-- over:       network/error-code, network/dialog, network/unreachable, network/offline, network/one-host-blocked, network/signing-server-unreachable, network/local-proxy, network/proxy-failed
WITH here AS (SELECT * FROM proxy WHERE enabled = 1 AND loopback = 1 AND kind IN ('http', 'https', 'socks') AND COALESCE(apple_excepted, 0) = 0),
refused AS (SELECT * FROM failed_request WHERE overcome = 0 AND (kind = 'proxy' OR (kind = 'refused' AND (apple = 1 OR host IS NULL))))
SELECT source, line, ns, text, host, port FROM here WHERE EXISTS (SELECT 1 FROM refused) AND NOT EXISTS (SELECT 1 FROM process WHERE product_kind IN ('proxy', 'vpn'))
UNION ALL
SELECT source, line, ns, text, NULL, NULL FROM refused WHERE EXISTS (SELECT 1 FROM here) AND NOT EXISTS (SELECT 1 FROM process WHERE product_kind IN ('proxy', 'vpn'))
