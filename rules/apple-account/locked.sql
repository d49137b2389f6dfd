-- rule:       apple-account/locked
-- strength:   proves
-- confidence: 0.92
-- title:      The Apple Account is locked
-- because:    Apple locked the account for security reasons; what needs it is refused until it is unlocked.
-- fix:        unlock-account, sign-out-and-in
-- over:       apple-account, network/error-code
SELECT source, line, ns, quote AS text FROM error WHERE code = -20209 OR (domain LIKE 'AK%' AND text LIKE '%locked%')
UNION ALL SELECT source, line, ns, text FROM signal WHERE name = 'akd-account-locked'
UNION ALL SELECT source, line, ns, text FROM dialog WHERE cause = 'apple-account' AND text LIKE '%locked%'
