-- rule:       network/proxy-set
-- strength:   hints
-- title:      A proxy is set: {host}
-- because:    Proxies that inspect TLS or ask for a password break the signing exchange.
-- fix:        remove-vpn-or-proxy
SELECT source, line, ns, kind || ' proxy ' || COALESCE(host, url, '') || COALESCE(':' || port, '') AS text, COALESCE(host, url) AS host FROM proxy WHERE enabled = 1 AND COALESCE(loopback, 0) = 0 AND kind IN ('http', 'https', 'socks', 'pac')
