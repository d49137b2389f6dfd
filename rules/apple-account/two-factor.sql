-- rule:       apple-account/two-factor
-- strength:   suggests
-- confidence: 0.76
-- title:      Two-factor authentication was not completed
-- because:    The account asked for a code that was not entered, or not accepted.
-- fix:        finish-two-factor
-- over:       apple-account/error-code, apple-account/dialog
WITH refused AS (SELECT source, line, ns, text, code FROM failed_request WHERE kind = 'account' AND overcome = 0)
SELECT source, line, ns, text FROM refused WHERE text LIKE '%verification code%' OR text LIKE '%two-factor%' OR text LIKE '%second factor%' OR code IN (-21669, -20283) OR text LIKE '%=-21669%' OR text LIKE '%=-20283%'
-- Apple asked for the second factor, and what came next is that the sign-in was given up (-7003).
UNION ALL SELECT r.source, r.line, r.ns, r.text FROM refused AS r WHERE r.code = -7003 AND EXISTS (SELECT 1 FROM signal AS s WHERE s.name = 'second-factor-asked'
  AND ((r.ns IS NULL AND s.source = r.source AND s.line < r.line) OR s.ns BETWEEN r.ns - 300000000000 AND r.ns))
UNION ALL SELECT source, line, ns, text FROM signal WHERE (name = 'two-factor-required' OR (name = 'account-verify' AND text LIKE '%code%'))
  AND (EXISTS (SELECT 1 FROM attempt WHERE judged = 1) OR EXISTS (SELECT 1 FROM dialog WHERE sense = 'failure'))
UNION ALL SELECT source, line, ns, text FROM dialog WHERE cause = 'apple-account' AND (dialog = 'account-code' OR text LIKE '%verification code%' OR text LIKE '%two-factor%')
UNION ALL SELECT source, line, ns, text FROM signal WHERE name = 'store-purchase-failed' AND CAST(code AS INTEGER) IN (-21669)
