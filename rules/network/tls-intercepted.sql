-- rule:       network/tls-intercepted
-- strength:   proves
-- confidence: 0.93
-- title:      {who} re-signs the encrypted connection to {host}
-- because:    Apple's update clients accept the signing server's own certificates only, so they refuse a connection that was opened on the way.
-- fix:        exempt-apple-hosts, remove-vpn-or-proxy, disable-filter
-- over:       network, clock/certificate-date, signing-server/dialog
-- source:     Apple support 101555; knowledge/interceptor.tsv
SELECT source, line, ns, text, host, stage, COALESCE(interceptor, issuer, 'Something') AS who FROM blocked_endpoint
WHERE explains IS NOT NULL AND tls_outcome IN ('untrusted', 'self-signed', 're-signed', 'wrong-root') ORDER BY interceptor IS NULL, stage <> 'personalize'
