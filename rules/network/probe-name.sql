-- rule:       network/probe-name
-- strength:   proves
-- confidence: 0.9
-- title:      {host} is not resolved to Apple's addresses in this network
-- because:    A name server or filter denies the name or puts another address in its place, so the Mac cannot ask Apple's server.
-- fix:        fix-dns, disable-filter, exempt-apple-hosts
-- over:       network/error-code, network/dialog, network/unreachable, network/certificate-refused, network/signing-server-unreachable, network/name-not-resolved, signing-server/dialog
SELECT source, line, ns, text, host, stage FROM blocked_endpoint
WHERE explains IS NOT NULL AND step = 'dns' AND outcome IN ('nxdomain', 'no-address', 'sinkhole', 'private-address')
  AND NOT EXISTS (SELECT 1 FROM blocked_endpoint WHERE tls_outcome IN ('untrusted', 'self-signed', 're-signed', 'wrong-root') AND outcome <> 'sinkhole')
  AND EXISTS (SELECT 1 FROM endpoint WHERE dns_outcome = 'ok')
