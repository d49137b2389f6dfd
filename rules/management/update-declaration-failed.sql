-- rule:       management/update-declaration-failed
-- strength:   suggests
-- confidence: 0.62
-- title:      The managed update failed: {text}
-- because:    The management server enforced an update that the Mac could not install.
-- fix:        lift-mdm-restriction, escrow-bootstrap-token
SELECT source, line, ns, text FROM signal WHERE name IN ('ddm-failed', 'ddm-reason')
