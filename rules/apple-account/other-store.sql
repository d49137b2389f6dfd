-- rule:       apple-account/other-store
-- stage:      download
-- strength:   proves
-- confidence: 0.93
-- title:      The account belongs to the store of another country
-- because:    The installer is handed out only by the store of the account's own country.
-- fix:        change-store-region, sign-out-and-in
-- over:       apple-account, network/error-code
SELECT source, line, ns, text FROM signal WHERE name IN ('account-not-in-store', 'account-not-valid-store', 'store-not-in-region')
UNION ALL SELECT source, line, ns, text FROM dialog WHERE dialog = 'store-mismatch' OR text LIKE '%not in this store%' OR text LIKE '%not valid for use in the%store%'
