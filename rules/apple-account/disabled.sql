-- rule:       apple-account/disabled
-- strength:   proves
-- confidence: 0.9
-- title:      The Apple Account is disabled
-- because:    A disabled account is refused everything until Apple enables it again.
-- fix:        unlock-account
-- over:       apple-account
SELECT source, line, ns, quote AS text FROM error WHERE domain LIKE 'AK%' AND text LIKE '%disabled%'
UNION ALL SELECT source, line, ns, text FROM signal WHERE name = 'account-disabled'
UNION ALL SELECT source, line, ns, text FROM dialog WHERE cause = 'apple-account' AND text LIKE '%disabled%'
