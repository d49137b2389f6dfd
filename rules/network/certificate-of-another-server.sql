-- rule:       network/certificate-of-another-server
-- stage:      personalize
-- strength:   proves
-- confidence: 0.88
-- title:      {text}
-- because:    What answers under the name of Apple's server shows a certificate for another name: the traffic is redirected.
-- fix:        remove-hosts-lines, fix-dns, remove-vpn-or-proxy
-- over:       network/error-code, network/unreachable, network/certificate-refused, network/signing-server-unreachable, network/curl-failed, signing-server
SELECT s.source, s.line, s.ns, s.text FROM signal AS s
WHERE s.name = 'tls-name-mismatch' AND (s.host IS NULL OR s.host LIKE '%.apple.com' OR s.host LIKE '%cdn-apple.com')
  AND NOT EXISTS (SELECT 1 FROM signal AS l WHERE l.source = s.source AND l.line > s.line AND l.name IN ('shsh-received', 'tss-attempt-ok', 'tss-response-received'))
