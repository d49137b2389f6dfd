-- rule:       network/probe-blocked
-- strength:   proves
-- confidence: 0.9
-- title:      {host}:{port} is kept back on the way, though other hosts are reached
-- because:    The connection works; a firewall or filter stops the one to this host.
-- fix:        exempt-apple-hosts, disable-filter, remove-vpn-or-proxy
-- over:       network/error-code, network/dialog, network/unreachable, network/signing-server-unreachable, network/one-host-blocked, network/certificate-refused, signing-server/dialog
SELECT source, line, ns, text, host, port, stage FROM blocked_endpoint
WHERE explains IS NOT NULL AND ((step = 'tcp' AND outcome IN ('silent', 'refused', 'reset', 'unreachable'))
    OR (step = 'tls' AND outcome IN ('silent', 'closed', 'reset', 'alert', 'not-tls')))
  AND EXISTS (SELECT 1 FROM endpoint WHERE state = 'good' AND protocol <> 'ntp') ORDER BY stage <> 'personalize'
