-- rule:       firmware/no-firmware-partition
-- stage:      preflight
-- strength:   proves
-- confidence: 0.88
-- title:      The disk has no EFI partition for the firmware
-- because:    The installer stages new firmware on the disk's EFI partition; it is missing, or another tool gave it another type.
-- fix:        repair-efi-partition, update-firmware-internal
-- over:       firmware, installer, hardware-support/error-code
-- source:     digfound.blogspot.com 2019-05-20; discussions.apple.com thread 251778818
WITH told AS (
  SELECT source, line, ns, text FROM signal WHERE name = 'firmware-partition-missing' AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed')
  UNION ALL SELECT source, line, ns, text FROM dialog WHERE dialog = 'firmware-partition-missing')
SELECT source, line, ns, text FROM told
WHERE NOT EXISTS (SELECT 1 FROM mac WHERE kind = 'vm')
UNION ALL -- the partition that stands where EFI belongs
SELECT v.source, v.line, v.ns, v.text FROM volume AS v
WHERE v.kind = 'partition' AND v.device LIKE '%s1' AND v.internal = 1 AND v.partition_type <> 'EFI' AND EXISTS (SELECT 1 FROM told)
  AND NOT EXISTS (SELECT 1 FROM mac WHERE kind IN ('vm', 'apple-silicon'))
  AND NOT EXISTS (SELECT 1 FROM volume WHERE kind = 'partition' AND partition_type = 'EFI' AND internal = 1)
