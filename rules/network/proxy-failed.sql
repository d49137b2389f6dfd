-- rule:       network/proxy-failed
-- strength:   proves
-- confidence: 0.9
-- title:      The proxy let the connection fail: {meaning}
-- because:    All traffic of the update goes through the proxy that is set; when it does not answer or refuses, nothing reaches Apple.
-- fix:        remove-vpn-or-proxy, exempt-apple-hosts
-- over:       network/error-code, network/dialog, network/unreachable, network/signing-server-unreachable, network/name-not-resolved, network/local-proxy, network/proxy-set
SELECT source, line, ns, text, COALESCE(meaning, text) AS meaning FROM failed_request WHERE kind = 'proxy' AND domain <> 'signal' AND code NOT IN (308, 309) AND overcome = 0
