-- rule:       clock/dialog
-- strength:   suggests
-- confidence: 0.7
-- title:      The Mac said: {text}
-- because:    The sentence that the Mac showed belongs to this cause.
-- fix:        set-clock
SELECT source, line, ns, text, stage FROM dialog WHERE cause = 'clock' AND sense = 'failure' AND NOT EXISTS (SELECT 1 FROM clock WHERE abs(offset_seconds) <= 300)
