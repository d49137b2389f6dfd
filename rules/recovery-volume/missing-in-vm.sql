-- rule:       recovery-volume/missing-in-vm
-- stage:      personalize
-- strength:   proves
-- confidence: 0.92
-- title:      This virtual machine has no Recovery: neither a Recovery volume beside the system nor a Recovery partition
-- because:    Personalization also signs the recoveryOS that belongs to the system; an image without one cannot be personalized.
-- fix:        create-recovery, rebuild-vm
-- over:       recovery-volume, disk-space/below-floor, disk-space/nearly-full, virtualization/error-code, outcome
-- source:     openai/tart#889, openai/tart#595; cirruslabs/macos-image-templates#321
SELECT c.source, c.line, c.ns, 'container ' || c.reference || ' with the system volume: no volume has the role Recovery, and there is no Apple_APFS_Recovery partition' AS text
FROM system_container AS c
WHERE c.has_recovery = 0
  AND NOT EXISTS (SELECT 1 FROM volume AS v WHERE v.partition_type = 'Apple_APFS_Recovery')
  AND EXISTS (SELECT 1 FROM volume AS v WHERE v.kind = 'partition')
  AND (EXISTS (SELECT 1 FROM mac WHERE kind = 'vm')
       OR EXISTS (SELECT 1 FROM signal WHERE name = 'hardware' AND detail LIKE 'VirtualMac%' AND NOT EXISTS (SELECT 1 FROM mac WHERE kind IS NOT NULL)))
  AND (EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND last_stage = 'personalize') OR EXISTS (SELECT 1 FROM dialog WHERE stage = 'personalize' AND sense = 'failure'))
  -- A request that failed in the same attempt ended it first; then this is the second obstacle (missing-in-vm-too).
  AND NOT EXISTS (SELECT 1 FROM failed_request WHERE overcome = 0 AND stage = 'personalize' AND (apple = 1 OR kind IN ('http', 'tss')))
