-- rule:       network/probe-proxy
-- strength:   proves
-- confidence: 0.92
-- title:      The proxy does not let {host} through
-- because:    The update daemon has no password for a proxy and no other way than the one that is set.
-- fix:        exempt-apple-hosts, remove-vpn-or-proxy
-- over:       network, signing-server/dialog
SELECT source, line, ns, text, host, stage FROM blocked_endpoint
WHERE explains IS NOT NULL AND step = 'proxy' AND outcome IN ('authentication-required', 'denied', 'not-a-proxy')
