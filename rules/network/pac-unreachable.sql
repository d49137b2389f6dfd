-- rule:       network/pac-unreachable
-- strength:   suggests
-- confidence: 0.78
-- title:      The automatic proxy configuration {url} cannot be fetched
-- because:    macOS asks this file which way to take; without it, requests wait for it or take a way that is closed.
-- fix:        remove-vpn-or-proxy, fix-dns
-- over:       network/error-code, network/dialog, network/unreachable, network/signing-server-unreachable, network/name-not-resolved
SELECT p.source, p.line, p.ns, p.text, COALESCE(p.url, p.host) AS url FROM proxy AS p WHERE p.enabled = 1 AND p.kind = 'pac'
  AND EXISTS (SELECT 1 FROM failed_request WHERE overcome = 0) AND EXISTS (SELECT 1 FROM error AS e JOIN attempt AS a ON a.judged = 1 WHERE e.host = p.host AND e.domain IN ('NSURLErrorDomain', 'kCFErrorDomainCFNetwork')
    AND (e.ns IS NULL OR a.start_ns IS NULL OR e.ns BETWEEN a.start_ns - 900000000000 AND a.end_ns + 3600000000000))
UNION ALL
SELECT f.source, f.line, f.ns, f.text, 'of the network settings' FROM failed_request AS f WHERE f.overcome = 0 AND f.domain = 'kCFErrorDomainCFNetwork' AND f.code IN (308, 309)
  AND EXISTS (SELECT 1 FROM proxy WHERE enabled = 1 AND kind = 'pac')
UNION ALL
SELECT e.source, e.line, e.ns, e.quote, e.host FROM error AS e WHERE EXISTS (SELECT 1 FROM failed_request WHERE overcome = 0)
  AND e.host IN (SELECT host FROM proxy WHERE enabled = 1 AND kind = 'pac') AND e.domain IN ('NSURLErrorDomain', 'kCFErrorDomainCFNetwork')
