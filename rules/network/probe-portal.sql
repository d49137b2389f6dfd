-- rule:       network/probe-portal
-- strength:   proves
-- confidence: 0.9
-- title:      A captive portal or filter answers in place of {host}
-- because:    Until someone logs in to it, the network answers every request with its own page.
-- fix:        connect-network, exempt-apple-hosts
-- over:       network, signing-server/dialog
SELECT source, line, ns, text, host FROM blocked_endpoint WHERE explains IS NOT NULL AND outcome = 'portal'
