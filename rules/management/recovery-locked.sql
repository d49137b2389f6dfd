-- rule:       management/recovery-locked
-- strength:   proves
-- confidence: 0.9
-- title:      The organization has locked Recovery
-- because:    A password of the management keeps everybody else out of recoveryOS, so macOS cannot be installed from there.
-- fix:        lift-mdm-restriction
-- over:       management/dialog
-- source:     assafdori/bypass-mdm#162; Apple Platform Deployment, recoveryOS password
SELECT source, line, ns, text FROM dialog WHERE dialog = 'recovery-locked'
