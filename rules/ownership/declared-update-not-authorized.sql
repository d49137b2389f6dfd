-- rule:       ownership/declared-update-not-authorized
-- stage:      apply
-- strength:   suggests
-- confidence: 0.76
-- title:      The update that management declares was not authorized
-- because:    An update that no person authorizes on Apple silicon is authorized with the bootstrap token; the reason that the Mac reports names it.
-- fix:        escrow-bootstrap-token, fix-ownership
-- over:       management/update-declaration-failed, apple-account/error-code
-- source:     Apple device management, softwareupdate.failure-reason
SELECT s.source, s.line, s.ns, s.text FROM signal AS s JOIN attempt AS a ON a.judged = 1 AND a.outcome = 'failed'
WHERE s.name = 'ddm-reason' AND (s.text LIKE '%bootstrap%' OR s.text LIKE '%authenticat%' OR s.text LIKE '%authoriz%' OR s.text LIKE '%volume owner%')
