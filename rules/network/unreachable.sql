-- rule:       network/unreachable
-- strength:   suggests
-- confidence: 0.7
-- title:      {host} could not be reached: {meaning}
-- because:    A firewall, a filter or a broken link between the Mac and Apple.
-- fix:        exempt-apple-hosts, remove-vpn-or-proxy, connect-network
-- over:       network/error-code, network/dialog, apple-account/dialog, apple-account/error-code
SELECT source, line, ns, text, COALESCE(host, CASE domain WHEN 'NSPOSIXErrorDomain' THEN 'A server' ELSE 'Apple''s update server' END) AS host, COALESCE(meaning, text) AS meaning FROM failed_request
WHERE kind IN ('timeout', 'refused', 'lost') AND (apple = 1 OR (domain = 'NSPOSIXErrorDomain' AND host IS NULL)) AND overcome = 0
