-- rule:       network/unreachable
-- strength:   suggests
-- confidence: 0.68
-- title:      {host} could not be reached: {meaning}
-- because:    A firewall, a filter or a broken link between the Mac and Apple.
-- fix:        exempt-apple-hosts, remove-vpn-or-proxy, connect-network
-- over:       network/error-code, network/dialog, signing-server/error-code
SELECT source, line, ns, quote AS text, host, COALESCE(meaning, text) AS meaning FROM error
WHERE domain IN ('NSURLErrorDomain', 'kCFErrorDomainCFNetwork') AND code IN (-1001, -1004, -1005) AND host IN (SELECT host FROM known_host)
