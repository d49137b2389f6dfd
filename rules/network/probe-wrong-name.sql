-- rule:       network/probe-wrong-name
-- strength:   proves
-- confidence: 0.9
-- title:      What answers for {host} shows a certificate for other names
-- because:    The traffic to Apple's host is led to another server.
-- fix:        fix-dns, remove-hosts-lines, remove-vpn-or-proxy
-- over:       network/error-code, network/dialog, network/unreachable, network/certificate-refused, network/signing-server-unreachable, signing-server/dialog
SELECT source, line, ns, text, host, stage FROM blocked_endpoint WHERE explains IS NOT NULL AND outcome = 'wrong-name'
