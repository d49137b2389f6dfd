-- rule:       network/unreachable
-- strength:   suggests
-- confidence: 0.7
-- title:      {host} could not be reached: {meaning}
-- because:    A firewall, a filter or a broken link between the Mac and Apple.
-- fix:        exempt-apple-hosts, remove-vpn-or-proxy, connect-network
-- over:       network/error-code, network/dialog, apple-account/dialog, apple-account/error-code
SELECT source, line, ns, text, COALESCE(host, CASE domain WHEN 'NSPOSIXErrorDomain' THEN 'A server' ELSE 'Apple''s update server' END) AS host, COALESCE(meaning, text) AS meaning FROM failed_request
WHERE kind IN ('timeout', 'refused', 'lost') AND (apple = 1 OR (domain = 'NSPOSIXErrorDomain' AND host IS NULL)) AND overcome = 0
  -- A time-out of the signing server alone may be Apple's: see network/signing-server-silent.
  AND NOT (kind = 'timeout' AND stage IS 'personalize' AND NOT EXISTS (
    SELECT 1 FROM failed_request AS o WHERE o.overcome = 0 AND o.kind IN ('offline', 'name', 'timeout', 'refused', 'lost', 'tls', 'proxy') AND o.apple = 1
      AND (o.host IS NOT failed_request.host OR o.kind <> 'timeout')))
