-- rule:       network/dns-filter
-- strength:   proves
-- confidence: 0.92
-- title:      {host} is not resolved by the filtering name server {nameserver} ({service})
-- because:    A name filter that withholds Apple's hosts cuts the Mac off from them though the Internet works.
-- fix:        fix-dns, disable-filter, exempt-apple-hosts
-- over:       network, signing-server/error-code
SELECT r.source, r.line, r.ns, r.text, r.nameserver, r.service, e.host FROM resolver AS r JOIN error AS e
  ON e.domain IN ('NSURLErrorDomain', 'kCFErrorDomainCFNetwork') AND e.code IN (-1003, -1006) AND e.host IN (SELECT host FROM known_host)
WHERE r.service IS NOT NULL
UNION ALL
SELECT e.source, e.line, e.ns, e.quote, '', '', e.host FROM error AS e
WHERE e.code IN (-1003, -1006) AND e.host IN (SELECT host FROM known_host) AND EXISTS (SELECT 1 FROM resolver WHERE service IS NOT NULL)
