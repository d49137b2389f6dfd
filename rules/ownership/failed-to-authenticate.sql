-- rule:       ownership/failed-to-authenticate
-- stage:      apply
-- strength:   proves
-- confidence: 0.88
-- title:      The update was prepared, but its commit failed to authenticate
-- because:    The prepared update is committed with the password of a volume owner or with the bootstrap token, and that was refused.
-- fix:        fix-ownership, escrow-bootstrap-token
-- over:       ownership, apple-account/error-code
SELECT source, line, ns, text FROM signal WHERE name IN ('apply-failed', 'could-not-authorize', 'not-volume-owner', 'password-wrong')
UNION ALL SELECT source, line, ns, text FROM dialog WHERE cause = 'ownership' AND text LIKE '%authenticate%'
