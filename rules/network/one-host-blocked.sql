-- rule:       network/one-host-blocked
-- strength:   suggests
-- confidence: 0.78
-- title:      {host} cannot be reached, though other hosts of Apple's answered in the same attempt
-- because:    The connection works; a firewall or filter keeps back this one host.
-- fix:        exempt-apple-hosts, remove-vpn-or-proxy, disable-filter
-- over:       network/error-code, network/dialog, network/unreachable, network/signing-server-unreachable
SELECT f.source, f.line, f.ns, f.text, f.host FROM failed_request AS f
WHERE f.kind IN ('timeout', 'refused', 'lost', 'name') AND f.apple = 1 AND f.overcome = 0 AND f.stage = 'personalize'
  AND EXISTS (SELECT 1 FROM signal AS s JOIN attempt AS a ON a.judged = 1 WHERE s.phase LIKE 'DOWNLOADED%' AND s.ns BETWEEN a.start_ns AND f.ns)
  AND NOT EXISTS (SELECT 1 FROM failed_request WHERE kind = 'offline' OR (apple = 1 AND stage = 'download'))
