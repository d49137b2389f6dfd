-- check:    owner
-- stage:    apply
-- title:    volume owner
-- cause:    ownership
-- because:  On a Mac with Apple silicon an owner of the volume, or management with the bootstrap token, must authorize the update.
-- fix:      fix-ownership, escrow-bootstrap-token
-- fails:    ownership/nobody-owns-the-volume, ownership/no-secure-token, ownership/no-authorized-users
-- notes:    ownership/bootstrap-token-not-escrowed
-- tells:    sysadminctl_securetoken, profiles_bootstraptoken
-- unknown:  nothing tells who may authorize the update
-- needed:   yes
WITH silicon AS (SELECT 1 FROM mac WHERE kind = 'apple-silicon' UNION ALL SELECT 1 FROM os WHERE arch = 'arm64'),
intel AS (SELECT * FROM mac WHERE kind IN ('intel', 't2')),
enforced AS (SELECT * FROM preference WHERE domain = 'SoftwareUpdateDDMStatePersistence' AND key LIKE '%/TargetOSVersion' LIMIT 1)
SELECT 'none' AS outcome, '' AS says, source, line, ns, model AS text FROM intel
UNION ALL SELECT 'passed', CASE name WHEN 'volume-owner' THEN 'A local user owns the volume' ELSE 'The account holds a secure token' END, source, line, ns, text FROM account WHERE name IN ('volume-owner', 'secure-token') AND holds = 1
UNION ALL SELECT 'passed', 'Management can authorize it: the bootstrap token is escrowed', source, line, ns, text FROM account WHERE name = 'bootstrap-token-escrowed' AND holds = 1
UNION ALL SELECT 'failed', 'Management enforces the update, and the bootstrap token is not escrowed', a.source, a.line, a.ns, a.text FROM account AS a JOIN enforced AS e JOIN enrollment AS m ON m.mdm_enrolled = 1
  WHERE a.name = 'bootstrap-token-escrowed' AND a.holds = 0 AND EXISTS (SELECT 1 FROM silicon)
