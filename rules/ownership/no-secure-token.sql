-- rule:       ownership/no-secure-token
-- strength:   suggests
-- confidence: 0.55
-- title:      The account has no secure token
-- because:    Only a volume owner can authorize an update on Apple silicon.
-- fix:        fix-ownership
SELECT source, line, ns, name || ': ' || value AS text FROM account
WHERE name = 'secure-token' AND holds = 0 AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('apply', 'prepare'))
  AND NOT EXISTS (SELECT 1 FROM account WHERE name = 'secure-token' AND holds = 1)
  AND NOT EXISTS (SELECT 1 FROM mac WHERE kind IN ('intel', 't2'))
