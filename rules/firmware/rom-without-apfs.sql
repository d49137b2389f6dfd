-- rule:       firmware/rom-without-apfs
-- stage:      apply
-- strength:   proves
-- confidence: 0.88
-- title:      The boot ROM does not support APFS
-- because:    The Mac's firmware was never updated, often because another disk was put in; the system cannot start from APFS with it.
-- fix:        update-firmware-internal
-- over:       firmware, hardware-support/error-code, installer/error-code
-- source:     developer.apple.com forum 264134
SELECT source, line, ns, text FROM (
  SELECT source, line, ns, text FROM signal WHERE name = 'rom-without-apfs'
  UNION ALL SELECT source, line, ns, quote FROM error WHERE domain = 'com.apple.osinstall' AND code BETWEEN 500 AND 512 AND EXISTS (SELECT 1 FROM signal WHERE name = 'rom-without-apfs'))
WHERE EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('preflight', 'prepare', 'apply', 'boot'))
