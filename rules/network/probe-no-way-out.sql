-- rule:       network/probe-no-way-out
-- strength:   suggests
-- confidence: 0.74
-- title:      None of the hosts that were examined is reached
-- because:    This network does not lead into the Internet, or lets nothing of it through.
-- fix:        connect-network, remove-vpn-or-proxy
-- over:       network/error-code, network/dialog, network/unreachable, network/signing-server-unreachable, network/offline
SELECT source, line, ns, text, stage FROM blocked_endpoint
WHERE explains IS NOT NULL AND step = 'tcp' AND NOT EXISTS (SELECT 1 FROM endpoint WHERE state = 'good' AND protocol <> 'ntp')
  AND (SELECT COUNT(DISTINCT host) FROM endpoint WHERE step = 'tcp') >= 3
