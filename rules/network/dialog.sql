-- rule:       network/dialog
-- strength:   suggests
-- confidence: 0.68
-- title:      The Mac said: {text}
-- because:    The sentence that the Mac showed belongs to this cause.
-- fix:        connect-network, exempt-apple-hosts, remove-vpn-or-proxy
SELECT source, line, ns, text, stage FROM dialog WHERE cause = 'network' AND sense = 'failure' AND dialog <> 'check-internet'
  AND NOT EXISTS (SELECT 1 FROM signal AS s JOIN attempt AS a ON a.judged = 1 WHERE s.name = 'tss-response-received' AND s.ns BETWEEN a.start_ns AND a.end_ns)
