-- rule:       network/certificate-refused
-- strength:   suggests
-- confidence: 0.7
-- title:      The certificate that {host} showed was refused
-- because:    The clock is right, so the certificate is not Apple's: something between the Mac and Apple re-signs or redirects the connection, and Apple's client pins its servers.
-- fix:        exempt-apple-hosts, remove-vpn-or-proxy
-- over:       network/error-code, network/dialog
SELECT source, line, ns, quote AS text, COALESCE(host, 'the server') AS host FROM error
WHERE domain = 'NSURLErrorDomain' AND code IN (-1200, -1201, -1202, -1203) AND (host IN (SELECT host FROM known_host) OR host IS NULL)
  AND NOT EXISTS (SELECT 1 FROM clock WHERE abs(offset_seconds) > 3600)
