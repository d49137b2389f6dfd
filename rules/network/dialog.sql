-- rule:       network/dialog
-- strength:   suggests
-- confidence: 0.7
-- title:      The Mac said: {text}
-- because:    The sentence that the Mac showed belongs to this cause.
-- fix:        connect-network, exempt-apple-hosts, remove-vpn-or-proxy
SELECT source, line, ns, text, stage FROM dialog WHERE cause = 'network' AND sense = 'failure'
