-- rule:       configuration-data/dialog
-- strength:   suggests
-- confidence: 0.7
-- title:      The Mac said: {text}
-- because:    The sentence that the Mac showed belongs to this cause.
-- fix:        repair-preferences
SELECT source, line, ns, text, stage FROM dialog WHERE cause = 'configuration-data' AND sense = 'failure'
