-- rule:       management/update-declaration-failed
-- stage:      apply
-- strength:   suggests
-- confidence: 0.62
-- title:      The update that management declares failed
-- because:    The management server enforced an update that the Mac could not install.
-- fix:        lift-mdm-restriction, resend-mdm-command, escrow-bootstrap-token
-- source:     Apple device management, softwareupdate.install-state and softwareupdate.failure-reason
-- over:       outcome/error-chain
SELECT s.source, s.line, s.ns, s.text FROM signal AS s JOIN attempt AS a ON a.judged = 1 AND a.outcome = 'failed'
WHERE s.name IN ('ddm-failed', 'ddm-reason') AND NOT EXISTS (SELECT 1 FROM signal WHERE name = 'ddm-reason' AND (text LIKE '%battery%' OR text LIKE '%power%'))
ORDER BY s.name = 'ddm-failed'
