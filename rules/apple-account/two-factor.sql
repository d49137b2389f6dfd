-- rule:       apple-account/two-factor
-- strength:   suggests
-- confidence: 0.75
-- title:      Two-factor authentication was not completed
-- because:    The account asked for a code that was not entered.
-- fix:        finish-two-factor
-- over:       apple-account/error-code, apple-account/dialog
SELECT source, line, ns, quote AS text FROM error WHERE domain LIKE 'AK%' AND (text LIKE '%verification code%' OR text LIKE '%two-factor%' OR code IN (-7038, -21669))
UNION ALL SELECT source, line, ns, text FROM dialog WHERE cause = 'apple-account' AND (text LIKE '%verification code%' OR text LIKE '%two-factor%')
