-- rule:       network/profile-filter
-- strength:   suggests
-- confidence: 0.72
-- title:      A profile installs the content filter {product}, and the connection to Apple failed
-- because:    A filter decides for every connection of this Mac whether it may pass, and some look into TLS; it cannot be switched off by the person who uses the Mac.
-- fix:        exempt-apple-hosts, disable-filter, remove-vpn-or-proxy
-- over:       network/unreachable, network/update-server-unreachable, network/signing-server-unreachable, network/certificate-refused, network/error-code, network/dialog
-- source:     Apple device management, payload WebContentFilter (FilterType Plugin, PluginBundleID, UserDefinedName)
WITH failed AS (SELECT * FROM failed_request WHERE kind IN ('tls', 'refused', 'lost', 'unreachable') AND overcome = 0 AND (apple = 1 OR host IS NULL)),
filter AS (
  SELECT source, line, ns, text, value AS product, ROW_NUMBER() OVER (PARTITION BY identifier ORDER BY key DESC) AS place FROM profile_setting
  WHERE payload_type = 'com.apple.webcontent-filter' AND key IN ('UserDefinedName', 'PluginBundleID')
    AND identifier IN (SELECT identifier FROM profile_setting WHERE payload_type = 'com.apple.webcontent-filter' AND key = 'FilterType' AND value = 'Plugin'))
SELECT source, line, ns, text, product FROM filter WHERE place = 1 AND EXISTS (SELECT 1 FROM failed)
UNION ALL SELECT source, line, ns, text, NULL FROM failed WHERE EXISTS (SELECT 1 FROM filter)
