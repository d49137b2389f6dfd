-- rule:       network/proxy-in-the-way
-- strength:   suggests
-- confidence: 0.76
-- title:      Apple's server gave no answer, and the way there is the proxy {host}
-- because:    Proxies that ask for a password, or that look into TLS, keep the update programs out while browsers get through.
-- fix:        exempt-apple-hosts, remove-vpn-or-proxy
-- over:       network/update-server-unreachable, network/signing-server-unreachable, network/unreachable, network/error-code, network/dialog, network/proxy-set
-- source:     lionheart/openradar-mirror#18283; MagerValp/AutoDMG#173 (with another network it went)
WITH silent AS (SELECT * FROM failed_request WHERE overcome = 0 AND kind IN ('unreachable', 'timeout', 'lost') AND (apple = 1 OR host IS NULL) AND COALESCE(stage, '') <> 'preflight'),
way AS (SELECT source, line, ns, text, COALESCE(host, url, kind) AS host FROM proxy
        WHERE enabled = 1 AND kind IN ('https', 'http', 'socks', 'pac') AND scope IN ('global', 'interface', 'profile') AND COALESCE(loopback, 0) = 0 AND COALESCE(apple_excepted, 0) = 0)
SELECT source, line, ns, text, host FROM way WHERE EXISTS (SELECT 1 FROM silent)
UNION ALL SELECT source, line, ns, text, NULL FROM silent WHERE EXISTS (SELECT 1 FROM way)
