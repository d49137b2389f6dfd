-- rule:       network/profile-certificate
-- strength:   suggests
-- confidence: 0.8
-- title:      A profile makes this Mac trust certificates of {product}, and the connection to Apple failed in TLS
-- because:    Such a certificate is installed so that a product may open encrypted connections and sign them anew; Apple's update clients accept only Apple's own.
-- fix:        exempt-apple-hosts, remove-vpn-or-proxy, disable-filter
-- over:       network/certificate-refused, network/error-code, network/dialog, network/proxy-breaks-tls
-- source:     Apple platform deployment, payload Certificates (com.apple.security.root); knowledge/interceptor.tsv
WITH refused AS (SELECT * FROM failed_request WHERE kind = 'tls' AND overcome = 0 AND (apple = 1 OR host IS NULL)),
named AS (
  SELECT source, line, ns, payload_name AS name FROM profile WHERE type IN ('com.apple.security.root', 'com.apple.security.pem', 'com.apple.security.pkcs1') AND payload_name IS NOT NULL
  UNION ALL SELECT source, line, ns, value FROM profile_setting WHERE payload_type LIKE 'com.apple.security.%' AND key IN ('PayloadCertificateFileName', 'PayloadDisplayName')),
installed AS (SELECT n.source, n.line, n.ns, n.name, k.product, MIN(k.rowid) FROM named AS n JOIN known_interceptor AS k ON instr(lower(n.name), lower(k.name)) > 0 GROUP BY n.source, n.line, n.name)
SELECT source, line, ns, name AS text, product FROM installed WHERE EXISTS (SELECT 1 FROM refused) AND NOT EXISTS (SELECT 1 FROM clock WHERE abs(offset_seconds) > 3600)
UNION ALL
SELECT source, line, ns, text, NULL FROM refused WHERE EXISTS (SELECT 1 FROM installed) AND NOT EXISTS (SELECT 1 FROM clock WHERE abs(offset_seconds) > 3600)
