-- check:    recovery
-- stage:    personalize
-- title:    Recovery
-- cause:    recovery-volume
-- strength: proves
-- because:  The update personalizes the paired recoveryOS as well.
-- fix:      create-recovery
-- fails:    recovery-volume/missing, recovery-volume/missing-in-vm, recovery-volume/empty, recovery-volume/partition-deleted
-- tells:    diskutil_list, diskutil_apfs_list
-- unknown:  the list of volumes is not at hand
-- needed:   yes
SELECT 'passed' AS outcome, 'The system has its Recovery volume' AS says, c.source, c.line, c.ns, 'container ' || c.reference || ': Recovery beside the system' AS text FROM system_container AS c WHERE c.has_recovery = 1
UNION ALL SELECT 'noted', 'This Mac has no Recovery volume', c.source, c.line, c.ns, 'container ' || c.reference || ' has no volume Recovery' FROM system_container AS c WHERE c.has_recovery = 0 AND EXISTS (SELECT 1 FROM mac WHERE kind IN ('intel', 't2'))
UNION ALL SELECT 'passed', 'An Intel Mac personalizes no recoveryOS', c.source, c.line, c.ns, 'container ' || c.reference FROM system_container AS c WHERE c.has_recovery = 0 AND EXISTS (SELECT 1 FROM mac WHERE kind IN ('intel', 't2'))
