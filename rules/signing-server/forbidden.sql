-- rule:       signing-server/forbidden
-- stage:      personalize
-- strength:   suggests
-- confidence: 0.72
-- title:      Apple's servers refused the request for a ticket (HTTP 403)
-- because:    The client accepts only Apple's own certificate and no proxy or filter is seen, so Apple's front servers refused: everybody for some hours, or the address that this network shows them.
-- fix:        wait-and-retry, connect-network, remove-vpn-or-proxy
-- over:       network/error-code, network/signing-server-unreachable, network/unreachable, virtualization/restore-failed
-- source:     AsahiLinux/asahi-installer#333 (another way into the Internet helped); tihmstar/tsschecker#100, idevicerestore#185 (it passed by itself)
WITH between_them AS (
  SELECT 1 FROM proxy WHERE enabled = 1 AND kind IN ('http', 'https', 'socks', 'pac') AND COALESCE(apple_excepted, 0) = 0
  UNION ALL SELECT 1 FROM signal WHERE name IN ('interception-issuer', 'filter-blocked-apple', 'captive-portal', 'tss-html-answer'))
SELECT source, line, ns, text FROM failed_request
WHERE overcome = 0 AND NOT EXISTS (SELECT 1 FROM between_them) AND ((domain = 'HTTP' AND code = 403) OR (domain LIKE '%AuthInstallErrorDomain' AND code = 3503))
UNION ALL SELECT s.source, s.line, s.ns, s.text FROM signal AS s WHERE s.name = 'apple-front-answer'
  AND NOT EXISTS (SELECT 1 FROM signal AS l WHERE l.source = s.source AND l.line > s.line AND l.name IN ('shsh-received', 'tss-attempt-ok'))
