-- rule:       software-conflict/dialog
-- strength:   suggests
-- confidence: 0.7
-- title:      The Mac said: {text}
-- because:    The sentence that the Mac showed belongs to this cause.
-- fix:        safe-mode, remove-security-software
SELECT source, line, ns, text, stage FROM dialog WHERE cause = 'software-conflict' AND sense = 'failure'
