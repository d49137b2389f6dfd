-- rule:       apple-account/two-factor
-- strength:   suggests
-- confidence: 0.76
-- title:      Two-factor authentication was not completed
-- because:    The account asked for a code that was not entered, or not accepted.
-- fix:        finish-two-factor
-- over:       apple-account/error-code, apple-account/dialog
SELECT source, line, ns, text FROM failed_request WHERE kind = 'account' AND overcome = 0 AND (text LIKE '%verification code%' OR text LIKE '%two-factor%' OR text LIKE '%second factor%' OR code IN (-21669, -20283) OR text LIKE '%=-21669%' OR text LIKE '%=-20283%')
UNION ALL SELECT source, line, ns, text FROM signal WHERE (name = 'two-factor-required' OR (name = 'account-verify' AND text LIKE '%code%'))
  AND (EXISTS (SELECT 1 FROM attempt WHERE judged = 1) OR EXISTS (SELECT 1 FROM dialog WHERE sense = 'failure'))
UNION ALL SELECT source, line, ns, text FROM dialog WHERE cause = 'apple-account' AND (text LIKE '%verification code%' OR text LIKE '%two-factor%')
