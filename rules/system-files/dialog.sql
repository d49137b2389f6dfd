-- rule:       system-files/dialog
-- strength:   suggests
-- confidence: 0.7
-- title:      The Mac said: {text}
-- because:    The sentence that the Mac showed belongs to this cause.
-- fix:        first-aid, reinstall-over
SELECT source, line, ns, text, stage FROM dialog WHERE cause = 'system-files' AND sense = 'failure'
