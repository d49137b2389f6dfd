-- rule:       recovery-volume/empty
-- stage:      personalize
-- strength:   suggests
-- confidence: 0.74
-- title:      The Recovery volume {name} is empty ({kilobytes} KB)
-- because:    It should hold the paired recoveryOS, about a gigabyte; personalization signs that system too.
-- fix:        create-recovery, rebuild-vm
-- over:       virtualization/error-code, outcome
-- source:     openai/tart#595 (what the update wants there); Apple Platform Security, paired recoveryOS
SELECT v.source, v.line, v.ns, v.text || ': ' || (v.capacity_in_use / 1000) || ' KB used' AS text, v.name, v.capacity_in_use / 1000 AS kilobytes
FROM volume AS v
WHERE v.kind = 'apfs-volume' AND (v.role LIKE '%Recovery%' OR (v.role IS NULL AND v.name = 'Recovery')) AND v.capacity_in_use < 20000000
  -- In the container of the system, not of another disk.
  AND EXISTS (SELECT 1 FROM system_container AS c WHERE c.reference = v.container)
  AND EXISTS (SELECT 1 FROM mac WHERE kind IN ('vm', 'apple-silicon'))
  AND (EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage = 'personalize') OR EXISTS (SELECT 1 FROM dialog WHERE stage = 'personalize' AND sense = 'failure'))
  AND NOT EXISTS (SELECT 1 FROM failed_request WHERE overcome = 0 AND (apple = 1 OR kind IN ('http', 'tss')))
