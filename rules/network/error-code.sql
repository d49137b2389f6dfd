-- rule:       network/error-code
-- strength:   suggests
-- confidence: 0.7
-- title:      {domain} {code}: {meaning}
-- because:    The error code itself belongs to this cause.
-- fix:        connect-network, exempt-apple-hosts, remove-vpn-or-proxy
SELECT e.source, e.line, e.ns, e.quote AS text, e.domain, e.code, e.meaning, e.stage
FROM error AS e LEFT JOIN attempt AS a ON a.judged = 1
WHERE e.cause = 'network' AND e.domain <> 'NSOSStatusErrorDomain' AND NOT (e.domain = 'kCFErrorDomainCFNetwork' AND e.code IN (0, 308, 309))
  AND (a.start_ns IS NULL OR e.ns IS NULL OR e.ns BETWEEN a.start_ns - 900000000000 AND a.end_ns + 3600000000000)
  AND (e.domain NOT IN ('NSURLErrorDomain', 'kCFErrorDomainCFNetwork', 'HTTP', 'TSS', 'com.apple.MobileAssetError.Download', 'NSPOSIXErrorDomain')
    OR EXISTS (SELECT 1 FROM failed_request AS f WHERE f.source = e.source AND f.line = e.line AND f.overcome = 0 AND (f.apple = 1 OR f.host IS NULL)
      AND NOT (f.kind = 'timeout' AND f.stage IS 'personalize')))
ORDER BY e.chain, e.depth DESC
