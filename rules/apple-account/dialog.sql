-- rule:       apple-account/dialog
-- strength:   suggests
-- confidence: 0.7
-- title:      The Mac said: {text}
-- because:    The sentence that the Mac showed belongs to this cause.
-- fix:        sign-out-and-in, unlock-account
SELECT source, line, ns, text, stage FROM dialog WHERE cause = 'apple-account' AND sense = 'failure' AND dialog <> 'find-my'
