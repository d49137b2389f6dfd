-- rule:       ownership/failed-to-authenticate
-- stage:      apply
-- strength:   proves
-- confidence: 0.88
-- title:      The update was prepared, but nobody who owns the volume authorized it
-- because:    An update is committed with the password of a volume owner or with the bootstrap token, and that was missing or refused.
-- fix:        fix-ownership, escrow-bootstrap-token
-- over:       ownership, apple-account/error-code
-- source:     Macjutsu/super#219; Apple Platform Deployment, volume ownership
SELECT source, line, ns, text, NULL AS stage FROM signal WHERE name IN ('apply-failed', 'not-volume-owner', 'super-auth-failed')
UNION ALL SELECT source, line, ns, text, stage FROM dialog WHERE cause = 'ownership' AND text LIKE '%failed to authenticate%'
