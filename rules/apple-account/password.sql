-- rule:       apple-account/password
-- strength:   suggests
-- confidence: 0.75
-- title:      The Apple Account's name or password was refused
-- because:    Apple does not accept the sign-in, so what the account is needed for is refused.
-- fix:        sign-out-and-in, unlock-account
-- over:       apple-account/error-code, apple-account/dialog
SELECT source, line, ns, text FROM failed_request WHERE kind = 'account' AND overcome = 0 AND (code IN (-20101, -22406) OR text LIKE '%=-20101%' OR text LIKE '%=-22406%')
UNION ALL SELECT source, line, ns, text FROM signal WHERE name = 'account-password'
  AND (EXISTS (SELECT 1 FROM attempt WHERE judged = 1) OR EXISTS (SELECT 1 FROM dialog WHERE sense = 'failure'))
UNION ALL SELECT source, line, ns, text FROM signal WHERE name = 'store-purchase-failed' AND CAST(code AS INTEGER) IN (-20101, -22406)
