-- rule:       startup-security/dialog
-- strength:   suggests
-- confidence: 0.7
-- title:      The Mac said: {text}
-- because:    The sentence that the Mac showed belongs to this cause.
-- fix:        startup-security, reset-local-policy
SELECT source, line, ns, text, stage FROM dialog WHERE cause = 'startup-security' AND sense = 'failure'
