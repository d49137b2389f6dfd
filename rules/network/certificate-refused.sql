-- rule:       network/certificate-refused
-- strength:   suggests
-- confidence: 0.72
-- title:      The certificate that {host} showed was refused
-- because:    Where the clock is right, the certificate is not Apple's: something between the Mac and Apple re-signs or redirects the connection, and Apple's client pins its servers.
-- fix:        exempt-apple-hosts, remove-vpn-or-proxy
-- over:       network/error-code, network/dialog
SELECT source, line, ns, text, COALESCE(host, 'the server') AS host FROM failed_request
WHERE kind = 'tls' AND overcome = 0 AND (apple = 1 OR host IS NULL)
  AND NOT EXISTS (SELECT 1 FROM clock WHERE abs(offset_seconds) > 3600)
  AND NOT EXISTS (SELECT 1 FROM os WHERE version_before(version, '10.13'))
ORDER BY host IS NULL
