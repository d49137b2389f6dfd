-- rule:       nvram/dialog
-- strength:   suggests
-- confidence: 0.7
-- title:      The Mac said: {text}
-- because:    The sentence that the Mac showed belongs to this cause.
-- fix:        reset-nvram
SELECT source, line, ns, text, stage FROM dialog WHERE cause = 'nvram' AND sense = 'failure'
