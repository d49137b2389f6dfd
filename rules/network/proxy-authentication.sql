-- rule:       network/proxy-authentication
-- strength:   proves
-- title:      A proxy demands a password (HTTP 407)
-- because:    The update daemon runs before anyone is logged in and has no password for the proxy.
-- fix:        remove-vpn-or-proxy, exempt-apple-hosts
-- over:       network, signing-server/not-authorized
SELECT source, line, ns, text, MAX(stage) OVER () AS stage FROM failed_request
WHERE overcome = 0 AND ((domain = 'HTTP' AND code = 407) OR (domain LIKE '%AuthInstallErrorDomain' AND code = 3507)
  OR (domain = 'kCFErrorDomainCFNetwork' AND code IN (307, 122)) OR (domain = 'signal' AND kind = 'proxy'))
UNION ALL SELECT source, line, ns, text, 'personalize' FROM dialog WHERE dialog = 'signing-proxy'
