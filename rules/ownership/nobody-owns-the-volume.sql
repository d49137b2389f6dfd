-- rule:       ownership/nobody-owns-the-volume
-- stage:      apply
-- strength:   suggests
-- confidence: 0.7
-- title:      No local user is an owner of the volume
-- because:    On Apple silicon an owner, or the bootstrap token, commits the update; here the list of owners holds nobody who could.
-- fix:        fix-ownership, escrow-bootstrap-token
-- over:       ownership/no-secure-token
-- source:     Apple Platform Deployment, volume ownership
SELECT o.source, o.line, o.ns, o.text FROM account AS o
WHERE o.name = 'volume-owner' AND o.holds = 0 AND o.type LIKE 'Local Open Directory%'
  AND NOT EXISTS (SELECT 1 FROM account WHERE name = 'volume-owner' AND holds = 1)
  AND NOT EXISTS (SELECT 1 FROM account WHERE name = 'bootstrap-token-escrowed' AND holds = 1)
  AND NOT EXISTS (SELECT 1 FROM mac WHERE kind IN ('intel', 't2'))
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage = 'apply')
