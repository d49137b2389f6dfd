-- rule:       network/curl-failed
-- strength:   suggests
-- confidence: 0.7
-- title:      curl could not fetch from Apple (code {code})
-- because:    The tool fetches what the update needs with curl; the connection to Apple failed.
-- fix:        exempt-apple-hosts, fix-dns, remove-vpn-or-proxy
-- over:       network/error-code, network/dialog, network/signing-server-unreachable
SELECT source, line, ns, text, code FROM signal
WHERE name = 'curl-failed' AND CAST(code AS INTEGER) IN (5, 6, 7, 28, 35, 51, 60) AND (text LIKE '%apple.com%' OR CAST(code AS INTEGER) IN (28, 35, 60))
  AND NOT EXISTS (SELECT 1 FROM clock WHERE abs(offset_seconds) > 86400)
