-- rule:       network/tls-interception
-- strength:   proves
-- confidence: 0.93
-- title:      The certificate shown for Apple's host was issued by {issuer}
-- because:    Something on the way opens the encrypted connection and signs it anew; Apple's update clients do not accept that.
-- fix:        exempt-apple-hosts, remove-vpn-or-proxy
-- over:       network, clock/certificate-date
WITH refused AS (SELECT * FROM failed_request WHERE kind IN ('tls', 'unreachable') AND overcome = 0),
issued AS (SELECT s.source, s.line, s.ns, s.text, s.detail AS issuer FROM signal AS s WHERE s.name = 'interception-issuer' AND EXISTS (
  SELECT 1 FROM refused AS r WHERE s.ns IS NULL OR r.ns IS NULL OR abs(r.ns - s.ns) < 900000000000))
SELECT source, line, ns, text, issuer FROM issued
UNION ALL SELECT source, line, ns, text, NULL FROM refused WHERE EXISTS (SELECT 1 FROM issued)
