-- rule:       ownership/no-secure-token
-- strength:   suggests
-- confidence: 0.66
-- title:      The account has no secure token
-- because:    Only a volume owner can authorize an update on Apple silicon.
-- fix:        fix-ownership
SELECT source, line, ns, name || ': ' || value AS text FROM account WHERE name = 'secure-token' AND value LIKE '%DISABLED%' AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND last_stage IN ('apply', 'prepare', 'personalize'))
