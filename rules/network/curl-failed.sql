-- rule:       network/curl-failed
-- strength:   suggests
-- confidence: 0.72
-- title:      curl could not fetch from Apple (code {code})
-- because:    The tool fetches what the update needs with curl; the connection to Apple failed.
-- fix:        exempt-apple-hosts, fix-dns, remove-vpn-or-proxy, connect-network
-- over:       network/error-code, network/dialog, network/signing-server-unreachable, network/certificate-refused, network/unreachable
SELECT s.source, s.line, s.ns, s.text, s.code FROM signal AS s
WHERE s.name = 'curl-failed' AND CAST(s.code AS INTEGER) IN (5, 6, 7, 16, 18, 28, 35, 51, 52, 55, 56, 60, 92)
  AND (s.text LIKE '%.apple.com%' OR s.text LIKE '%cdn-apple.com%'
    OR (s.text NOT LIKE '%host%' AND EXISTS (SELECT 1 FROM signal AS l WHERE l.source = s.source AND (l.host LIKE '%.apple.com' OR l.host LIKE '%cdn-apple.com'))))
  AND NOT EXISTS (SELECT 1 FROM clock WHERE abs(offset_seconds) > 86400)
  AND NOT EXISTS (SELECT 1 FROM signal AS l WHERE l.source = s.source AND l.line > s.line AND l.sense = 'success' AND l.name <> 'phase')
