-- rule:       network/probe-proxy-unreachable
-- strength:   proves
-- confidence: 0.9
-- title:      The proxy that is set ({proxy}) is not reached
-- because:    Whatever goes through it ends there, for the update as for everything else.
-- fix:        remove-vpn-or-proxy, connect-network
-- over:       network/error-code, network/dialog, network/unreachable, network/signing-server-unreachable, network/proxy-set, network/probe-blocked, network/probe-no-way-out, network/probe-name, network/probe-no-resolver, signing-server/dialog
SELECT b.source, b.line, b.ns, b.text, b.host, COALESCE(e.proxy, 'its name is not told') AS proxy, b.stage FROM blocked_endpoint AS b JOIN endpoint AS e ON e.host = b.host AND e.port = b.port
WHERE b.explains IS NOT NULL AND e.via <> 'direct' AND b.step IN ('dns', 'tcp') AND NOT EXISTS (SELECT 1 FROM endpoint WHERE via <> 'direct' AND tcp_outcome = 'ok')
