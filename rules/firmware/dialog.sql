-- rule:       firmware/dialog
-- strength:   suggests
-- confidence: 0.7
-- title:      The Mac said: {text}
-- because:    The sentence that the Mac showed belongs to this cause.
-- fix:        revive-dfu
SELECT source, line, ns, text, stage FROM dialog WHERE cause = 'firmware' AND sense = 'failure'
