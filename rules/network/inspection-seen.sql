-- rule:       network/inspection-seen
-- strength:   suggests
-- confidence: 0.76
-- title:      A test shows that {issuer} issued the certificate of Apple's host
-- because:    Something on the way opens the encrypted connection and signs it anew; Apple's update clients do not accept that.
-- fix:        exempt-apple-hosts, remove-vpn-or-proxy
-- over:       network/certificate-refused, network/error-code, network/dialog, network/update-server-unreachable, network/signing-server-unreachable
-- source:     Apple support 101555; public product documentation (names of their certificate authorities)
SELECT s.source, s.line, s.ns, s.text, s.detail AS issuer FROM signal AS s WHERE s.name = 'interception-issuer'
  AND (s.source LIKE 'commands/%' OR s.source LIKE '%host-tool%') AND s.ns IS NULL
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('scan', 'download', 'personalize'))
  AND NOT EXISTS (SELECT 1 FROM signal AS p JOIN attempt AS a ON a.judged = 1 AND a.last_stage = 'personalize'
    WHERE p.name IN ('tss-response-received', 'shsh-received') AND p.ns BETWEEN a.start_ns AND a.end_ns)
