-- rule:       network/probe-large-packets
-- strength:   proves
-- confidence: 0.9
-- title:      Large packets from {host} are lost on the way
-- because:    The connection opens, and the certificate never arrives: a tunnel on the way carries smaller packets than it says (path MTU).
-- fix:        remove-vpn-or-proxy, connect-network
-- over:       network/error-code, network/dialog, network/unreachable, network/signing-server-unreachable, network/one-host-blocked, signing-server/dialog
SELECT source, line, ns, text, host, stage FROM blocked_endpoint WHERE explains IS NOT NULL AND outcome = 'path-mtu'
