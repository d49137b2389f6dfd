-- rule:       recovery-volume/missing-in-vm-too
-- stage:      personalize
-- strength:   suggests
-- confidence: 0.6
-- title:      Besides, this virtual machine has no Recovery: once the request passes, the update will end there
-- because:    Personalization also signs the recoveryOS that belongs to the system; an image without one cannot be personalized.
-- fix:        create-recovery, rebuild-vm
-- source:     openai/tart#889, #595
SELECT c.source, c.line, c.ns, 'container ' || c.reference || ' with the system volume: no volume has the role Recovery, and there is no Apple_APFS_Recovery partition' AS text
FROM system_container AS c
WHERE c.has_recovery = 0
  AND NOT EXISTS (SELECT 1 FROM volume AS v WHERE v.partition_type = 'Apple_APFS_Recovery')
  AND EXISTS (SELECT 1 FROM volume AS v WHERE v.kind = 'partition')
  AND (EXISTS (SELECT 1 FROM mac WHERE kind = 'vm')
       OR EXISTS (SELECT 1 FROM signal WHERE name = 'hardware' AND detail LIKE 'VirtualMac%' AND NOT EXISTS (SELECT 1 FROM mac WHERE kind IS NOT NULL)))
  AND (EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND last_stage = 'personalize') OR EXISTS (SELECT 1 FROM dialog WHERE stage = 'personalize' AND sense = 'failure'))
  AND EXISTS (SELECT 1 FROM failed_request WHERE overcome = 0 AND stage = 'personalize' AND (apple = 1 OR kind IN ('http', 'tss')))
