-- rule:       network/ocsp-blocked
-- strength:   proves
-- confidence: 0.92
-- title:      The revocation server {host} cannot be reached, so certificates are not trusted
-- because:    macOS asks {host} whether the update server's certificate is still valid; while that is blocked every check for updates fails.
-- fix:        allow-ocsp
-- over:       network, clock/certificate-date
WITH ocsp AS (SELECT * FROM failed_request WHERE overcome = 0 AND (host LIKE 'ocsp%' OR host LIKE 'crl%' OR host IN ('valid.apple.com', 'certs.apple.com'))
              AND (domain IN ('NSURLErrorDomain', 'kCFErrorDomainCFNetwork', 'signal')))
SELECT o.source, o.line, o.ns, o.text, o.host FROM ocsp AS o
WHERE EXISTS (SELECT 1 FROM failed_request WHERE kind = 'tls' AND overcome = 0) OR EXISTS (SELECT 1 FROM error WHERE code BETWEEN -9860 AND -9800)
   OR EXISTS (SELECT 1 FROM signal WHERE name IN ('tls-trust-failed', 'trust-failed'))
