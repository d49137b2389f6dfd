-- rule:       hardware-support/dialog
-- strength:   suggests
-- confidence: 0.7
-- title:      The Mac said: {text}
-- because:    The sentence that the Mac showed belongs to this cause.
-- fix:        use-supported-mac
SELECT source, line, ns, text, stage FROM dialog WHERE cause = 'hardware-support' AND sense = 'failure'
