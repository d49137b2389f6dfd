-- rule:       signing-server/dialog
-- strength:   suggests
-- confidence: 0.7
-- title:      The Mac said: {text}
-- because:    The sentence that the Mac showed belongs to this cause.
-- fix:        wait-and-retry, use-signed-build
SELECT source, line, ns, text, stage FROM dialog WHERE cause = 'signing-server' AND sense = 'failure'
