-- rule:       network/dns-filter
-- strength:   proves
-- confidence: 0.92
-- title:      {host} is not resolved by the filtering name server {nameserver} ({service})
-- because:    A name filter that withholds Apple's hosts cuts the Mac off from them though the Internet works.
-- fix:        fix-dns, disable-filter, exempt-apple-hosts
-- over:       network, apple-account/dialog
SELECT r.source, r.line, r.ns, r.text, r.nameserver, r.service, f.host FROM resolver AS r JOIN failed_request AS f
  ON f.kind = 'name' AND f.apple = 1 AND f.overcome = 0
WHERE r.service IS NOT NULL AND r.filters <> 'none'
UNION ALL
SELECT f.source, f.line, f.ns, f.text, '', '', f.host FROM failed_request AS f
WHERE f.kind = 'name' AND f.apple = 1 AND f.overcome = 0 AND EXISTS (SELECT 1 FROM resolver WHERE service IS NOT NULL AND filters <> 'none')
