-- rule:       recovery-volume/missing
-- stage:      personalize
-- strength:   suggests
-- confidence: 0.66
-- title:      The system container has no Recovery volume
-- because:    Personalization also signs the recoveryOS that belongs to the system.
-- fix:        create-recovery, reinstall-over
SELECT c.source, c.line, c.ns, 'container ' || c.reference || ' with the system volume has no volume with the role Recovery' AS text
FROM container AS c
WHERE c.has_system_role = 1 AND NOT EXISTS (SELECT 1 FROM volume AS v WHERE v.container = c.reference AND v.role LIKE '%Recovery%')
  AND NOT EXISTS (SELECT 1 FROM volume AS v WHERE v.partition_type = 'Apple_APFS_Recovery')
  AND EXISTS (SELECT 1 FROM volume AS v WHERE v.kind = 'partition')
  AND EXISTS (SELECT 1 FROM mac WHERE kind IN ('apple-silicon', 'vm'))
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND last_stage = 'personalize')
