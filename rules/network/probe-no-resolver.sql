-- rule:       network/probe-no-resolver
-- strength:   suggests
-- confidence: 0.72
-- title:      No name is resolved: {text}
-- because:    Without a name server that answers, no host of Apple's is found.
-- fix:        fix-dns, connect-network
-- over:       network/error-code, network/dialog, network/unreachable, network/signing-server-unreachable, network/name-not-resolved, network/offline
SELECT source, line, ns, text, host, stage FROM blocked_endpoint
WHERE explains IS NOT NULL AND step = 'dns' AND outcome IN ('silent', 'refused', 'server-failure', 'malformed', 'system-resolver', 'nxdomain', 'no-address')
  AND NOT EXISTS (SELECT 1 FROM endpoint WHERE dns_outcome = 'ok')
