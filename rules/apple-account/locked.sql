-- rule:       apple-account/locked
-- strength:   proves
-- confidence: 0.92
-- title:      The Apple Account is locked
-- because:    Apple locked the account for security reasons; what needs it is refused until it is unlocked.
-- fix:        unlock-account, sign-out-and-in
-- over:       apple-account, network/error-code
WITH judged AS (SELECT * FROM attempt WHERE judged = 1)
SELECT source, line, ns, text FROM failed_request WHERE kind = 'account' AND overcome = 0 AND (code = -20209 OR text LIKE '%=-20209%' OR text LIKE '%account%locked%' OR text LIKE '%Apple ID%locked%')
UNION ALL SELECT s.source, s.line, s.ns, s.text FROM signal AS s WHERE s.name = 'akd-account-locked'
  AND NOT EXISTS (SELECT 1 FROM judged WHERE last_stage IN ('prepare', 'apply', 'boot'))
  AND EXISTS (SELECT 1 FROM judged UNION ALL SELECT 1 FROM dialog WHERE sense = 'failure')
UNION ALL SELECT source, line, ns, text FROM dialog WHERE dialog = 'account-locked'
UNION ALL SELECT source, line, ns, text FROM signal WHERE name = 'store-purchase-failed' AND CAST(code AS INTEGER) IN (-20209)
