-- rule:       network/proxy-breaks-tls
-- strength:   suggests
-- confidence: 0.78
-- title:      The connection goes through the proxy {host}, and its certificate was refused
-- because:    A proxy that looks into TLS re-signs what passes it; Apple's update clients accept only Apple's own certificate.
-- fix:        exempt-apple-hosts, remove-vpn-or-proxy
-- over:       network/certificate-refused, network/error-code, network/dialog
WITH refused AS (SELECT * FROM failed_request WHERE kind = 'tls' AND overcome = 0 AND (apple = 1 OR host IS NULL)),
used AS (SELECT source, line, ns, text, COALESCE(host, url, kind) AS host FROM proxy
         WHERE enabled = 1 AND kind IN ('https', 'http', 'socks', 'pac') AND scope IN ('global', 'interface', 'profile') AND COALESCE(apple_excepted, 0) = 0)
SELECT source, line, ns, text, host FROM used WHERE EXISTS (SELECT 1 FROM refused) AND NOT EXISTS (SELECT 1 FROM clock WHERE abs(offset_seconds) > 3600)
UNION ALL
SELECT source, line, ns, text, NULL FROM refused WHERE EXISTS (SELECT 1 FROM used) AND NOT EXISTS (SELECT 1 FROM clock WHERE abs(offset_seconds) > 3600)
