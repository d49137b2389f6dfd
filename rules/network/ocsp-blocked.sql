-- rule:       network/ocsp-blocked
-- strength:   proves
-- confidence: 0.92
-- title:      The revocation server {host} cannot be reached, so certificates are not trusted
-- because:    macOS asks {host} whether the update server's certificate is still valid; while that is blocked every check for updates fails.
-- fix:        allow-ocsp
-- over:       network, clock/certificate-date
WITH ocsp AS (SELECT * FROM error WHERE (host LIKE 'ocsp%' OR host LIKE 'crl%' OR host = 'valid.apple.com' OR host = 'certs.apple.com') AND domain IN ('NSURLErrorDomain', 'kCFErrorDomainCFNetwork'))
SELECT o.source, o.line, o.ns, o.quote AS text, o.host FROM ocsp AS o
WHERE EXISTS (SELECT 1 FROM error AS e WHERE e.code IN (-1200, -1202) OR e.code BETWEEN -9860 AND -9800)
