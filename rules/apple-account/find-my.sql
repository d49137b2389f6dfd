-- rule:       apple-account/find-my
-- strength:   suggests
-- confidence: 0.72
-- title:      Find My or its Activation Lock stands in the way: {text}
-- because:    A Mac that is locked to an account is erased or restored only by the one who owns it.
-- fix:        sign-out-and-in
-- over:       apple-account/dialog
SELECT source, line, ns, text, stage FROM dialog WHERE dialog = 'find-my' AND sense = 'failure'
