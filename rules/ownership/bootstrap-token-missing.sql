-- rule:       ownership/bootstrap-token-missing
-- stage:      apply
-- strength:   suggests
-- confidence: 0.76
-- title:      Management started the update, but the bootstrap token is not escrowed
-- because:    An update that no person authorizes on Apple silicon is authorized with the bootstrap token that the management server holds.
-- fix:        escrow-bootstrap-token, fix-ownership
-- over:       ownership/bootstrap-token-not-escrowed, management/update-declaration-failed, management/command-refused, management/command-lost
-- source:     Macjutsu/super#62; Apple Platform Deployment, bootstrap token
SELECT source, line, ns, text FROM (
  SELECT source, line, ns, name || ': escrowed to server: ' || value AS text, 0 AS place FROM account WHERE name = 'bootstrap-token-escrowed' AND holds = 0
  UNION ALL SELECT source, line, ns, text, 1 FROM signal WHERE name IN ('bootstrap-token', 'bootstrap-not-escrowed')
  UNION ALL SELECT source, line, ns, text, 2 FROM signal WHERE name IN ('super-push-failed', 'super-mdm-request', 'ddm-failed', 'ddm-reason', 'mdm-command-refused', 'bootstrap-token-missing'))
WHERE EXISTS (SELECT 1 FROM account WHERE name = 'bootstrap-token-escrowed' AND holds = 0
              UNION ALL SELECT 1 FROM signal WHERE name IN ('bootstrap-token', 'bootstrap-not-escrowed'))
  AND NOT EXISTS (SELECT 1 FROM account WHERE name = 'bootstrap-token-escrowed' AND holds = 1)
  AND NOT EXISTS (SELECT 1 FROM signal WHERE name = 'ddm-reason' AND text NOT LIKE '%bootstrap%' AND text NOT LIKE '%authenticat%' AND text NOT LIKE '%authoriz%')
  AND EXISTS (SELECT 1 FROM signal AS s JOIN attempt AS a ON a.judged = 1 AND a.outcome <> 'succeeded'
              WHERE (s.name IN ('super-push-failed', 'ddm-failed', 'mdm-command-refused', 'bootstrap-token-missing') OR (s.name = 'bootstrap-not-escrowed' AND s.sense = 'failure'))
                AND (s.ns IS NULL OR a.start_ns IS NULL OR s.ns BETWEEN a.start_ns AND a.end_ns))
ORDER BY place
