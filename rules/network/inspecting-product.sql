-- rule:       network/inspecting-product
-- strength:   suggests
-- confidence: 0.82
-- title:      {product} is active, and the connection to Apple failed in TLS
-- because:    Products that look into TLS show their own certificate in place of Apple's; Apple's update clients do not accept one.
-- fix:        exempt-apple-hosts, remove-vpn-or-proxy, disable-filter
-- over:       network/certificate-refused, network/error-code, network/dialog, network/proxy-breaks-tls
WITH refused AS (SELECT * FROM failed_request WHERE kind = 'tls' AND overcome = 0 AND (apple = 1 OR host IS NULL)),
looking AS (
  SELECT source, line, ns, text, product FROM system_extension WHERE active = 1 AND product_kind IN ('content-filter', 'proxy')
  UNION ALL SELECT source, line, ns, text, product FROM process WHERE product_kind IN ('content-filter', 'proxy'))
SELECT source, line, ns, text, product FROM looking WHERE EXISTS (SELECT 1 FROM refused) AND NOT EXISTS (SELECT 1 FROM clock WHERE abs(offset_seconds) > 3600)
UNION ALL
SELECT source, line, ns, text, NULL FROM refused WHERE EXISTS (SELECT 1 FROM looking) AND NOT EXISTS (SELECT 1 FROM clock WHERE abs(offset_seconds) > 3600)
