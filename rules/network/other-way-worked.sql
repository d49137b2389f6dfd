-- rule:       network/other-way-worked
-- stage:      personalize
-- strength:   suggests
-- confidence: 0.78
-- title:      The same command failed on this network and did not by another way
-- because:    Mac, account and Apple's server were the same both times; what differs is the way between them, so something on the first one refuses or answers the request.
-- fix:        exempt-apple-hosts, remove-vpn-or-proxy, connect-network
-- over:       network/error-code, signing-server/forbidden, signing-server/not-authorized, virtualization/restore-failed
-- source:     AsahiLinux/asahi-installer#333
WITH changed AS (SELECT * FROM signal WHERE name = 'network-changed'),
refused AS (
  SELECT f.source, f.line, f.ns, f.text FROM failed_request AS f JOIN changed AS c ON c.source = f.source AND f.line < c.line
  WHERE f.kind IN ('http', 'tss', 'refused', 'lost', 'timeout', 'tls', 'unreachable')),
again AS ( -- typed before and after, and nothing failed after
  SELECT t.source, t.line, t.ns, t.text FROM signal AS t JOIN changed AS c ON c.source = t.source AND t.line > c.line
  WHERE t.name = 'typed-again' AND EXISTS (SELECT 1 FROM signal AS b WHERE b.name = 'typed-again' AND b.source = t.source AND b.detail = t.detail AND b.line < c.line)
    AND NOT EXISTS (SELECT 1 FROM signal AS l WHERE l.source = t.source AND l.line > t.line AND l.sense = 'failure')
    AND NOT EXISTS (SELECT 1 FROM error AS l WHERE l.source = t.source AND l.line > t.line))
SELECT source, line, ns, text FROM refused WHERE EXISTS (SELECT 1 FROM again)
UNION ALL SELECT source, line, ns, text FROM changed WHERE EXISTS (SELECT 1 FROM again) AND EXISTS (SELECT 1 FROM refused)
UNION ALL SELECT source, line, ns, text FROM again WHERE EXISTS (SELECT 1 FROM refused)
