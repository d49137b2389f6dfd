-- rule:       network/tool-refused
-- strength:   suggests
-- confidence: 0.72
-- title:      {host} was answered for with HTTP {code}
-- because:    Apple's server does not refuse this request; a filter, or the provider of the network, does.
-- fix:        exempt-apple-hosts, remove-vpn-or-proxy, connect-network
-- over:       network/error-code, network/dialog
-- source:     acidanthera/OpenCorePkg#255; dockur/macos#112
SELECT source, line, ns, text, host, code FROM signal WHERE name = 'tool-http-error' AND CAST(code AS INTEGER) IN (403, 407, 451, 511)
  AND (host LIKE '%.apple.com' OR host LIKE '%cdn-apple.com')
