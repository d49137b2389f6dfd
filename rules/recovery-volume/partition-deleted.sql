-- rule:       recovery-volume/partition-deleted
-- stage:      personalize
-- strength:   proves
-- confidence: 0.85
-- title:      The Apple_APFS_Recovery partition of this Mac is gone
-- because:    A Mac with Apple silicon keeps its own recoveryOS in a partition at the end of the internal disk; without it no update is made ready.
-- fix:        revive-dfu, create-recovery, restore-dfu
-- over:       recovery-volume, outcome
-- source:     AsahiLinux/docs#73; AsahiLinux/asahi-installer#389
SELECT v.source, v.line, v.ns, v.text || ': on this disk there is no Apple_APFS_Recovery partition' AS text FROM volume AS v
WHERE v.kind = 'partition' AND v.partition_type = 'Apple_APFS_ISC' AND EXISTS (SELECT 1 FROM mac WHERE kind = 'apple-silicon')
  AND NOT EXISTS (SELECT 1 FROM volume WHERE partition_type = 'Apple_APFS_Recovery')
  -- The list has to be whole: the partition with the system stands in it, and its container behind it.
  AND EXISTS (SELECT 1 FROM volume WHERE kind = 'partition' AND partition_type = 'Apple_APFS') AND EXISTS (SELECT 1 FROM volume WHERE kind = 'container')
  AND (EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage = 'personalize') OR EXISTS (SELECT 1 FROM dialog WHERE stage = 'personalize' AND sense = 'failure'))
  AND NOT EXISTS (SELECT 1 FROM failed_request WHERE overcome = 0 AND ((apple = 1 AND kind IN ('offline', 'name', 'timeout', 'refused', 'lost', 'tls', 'proxy')) OR kind IN ('http', 'tss')))
