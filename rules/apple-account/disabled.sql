-- rule:       apple-account/disabled
-- strength:   proves
-- confidence: 0.9
-- title:      The Apple Account is disabled
-- because:    A disabled account is refused everything until Apple enables it again.
-- fix:        unlock-account
-- over:       apple-account
WITH judged AS (SELECT * FROM attempt WHERE judged = 1)
SELECT source, line, ns, text FROM failed_request WHERE kind = 'account' AND overcome = 0 AND (code = -20751 OR text LIKE '%=-20751%' OR text LIKE '%account%disabled%' OR text LIKE '%Apple ID%disabled%' OR text LIKE '%is not active%')
UNION ALL SELECT source, line, ns, text FROM signal WHERE name IN ('account-disabled', 'account-not-active')
  AND NOT EXISTS (SELECT 1 FROM judged WHERE last_stage IN ('prepare', 'apply', 'boot'))
  AND EXISTS (SELECT 1 FROM judged UNION ALL SELECT 1 FROM dialog WHERE sense = 'failure')
UNION ALL SELECT source, line, ns, text FROM dialog WHERE dialog = 'account-disabled'
