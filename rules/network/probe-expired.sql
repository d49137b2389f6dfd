-- rule:       network/probe-expired
-- stage:      personalize
-- strength:   suggests
-- confidence: 0.74
-- title:      {host} shows a certificate that has expired, though the clock is right
-- because:    Apple renews its certificates long before that day: another machine answers in its place, or a proxy shows a copy that it kept.
-- fix:        remove-vpn-or-proxy, fix-dns, exempt-apple-hosts
-- over:       network/error-code, network/dialog, network/certificate-refused, network/signing-server-unreachable
SELECT source, line, ns, text, host, stage FROM blocked_endpoint
WHERE explains IS NOT NULL AND outcome = 'expired' AND EXISTS (SELECT 1 FROM clock WHERE abs(offset_seconds) <= 300)
