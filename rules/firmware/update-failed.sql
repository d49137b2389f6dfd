-- rule:       firmware/update-failed
-- strength:   proves
-- confidence: 0.9
-- title:      A firmware update that the system requires could not be installed
-- because:    The new system needs newer firmware, and writing it failed.
-- fix:        turn-off-filevault-for-firmware, update-bridgeos, revive-dfu
-- over:       firmware, installer/error-code, disk-space/below-floor
SELECT source, line, ns, text FROM (
  SELECT source, line, ns, text FROM signal WHERE name = 'firmware-update-failed'
  UNION ALL SELECT source, line, ns, text FROM dialog WHERE cause = 'firmware' AND dialog <> 'firmware-restore-wanted'
    AND NOT (dialog = 'firmware-verify-failed' AND EXISTS (SELECT 1 FROM signal WHERE name IN ('fsck-bad', 'first-aid-failed', 'smart-failing'))))
WHERE NOT EXISTS (SELECT 1 FROM signal WHERE name = 'efi-partition-bad') -- firmware/efi-partition-damaged tells why
  AND NOT EXISTS (SELECT 1 FROM signal WHERE name = 'internal-storage') AND NOT EXISTS (SELECT 1 FROM dialog WHERE dialog = 'internal-storage-required')
