-- rule:       network/proxy-authentication
-- stage:      personalize
-- strength:   proves
-- title:      A proxy demands a password (HTTP 407)
-- because:    The update daemon runs before anyone is logged in and has no password for the proxy.
-- fix:        remove-vpn-or-proxy, exempt-apple-hosts
-- over:       network, signing-server/error-code
SELECT source, line, ns, quote AS text FROM error WHERE (domain = 'HTTP' AND code = 407) OR (domain LIKE '%AuthInstallErrorDomain' AND code = 3507)
