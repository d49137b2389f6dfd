-- rule:       network/local-proxy
-- strength:   hints
-- title:      A proxy on this Mac itself is set: {host}:{port}
-- because:    If the program behind it is not running or does not let Apple's hosts through, nothing reaches the signing server.
-- fix:        remove-vpn-or-proxy
SELECT source, line, ns, kind || ' proxy ' || COALESCE(host, url) || ':' || COALESCE(port, '') AS text, host, port FROM proxy WHERE enabled = 1 AND loopback = 1
