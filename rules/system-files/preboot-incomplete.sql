-- rule:       system-files/preboot-incomplete
-- strength:   proves
-- confidence: 0.84
-- title:      The Preboot volume lacks what this system starts from
-- because:    The ticket and the boot files are written into that folder; where it is missing, nothing can be personalized there.
-- fix:        first-aid, reinstall-over
-- over:       system-files, startup-security/error-code, recovery-volume/dialog
-- source:     bless of Apple's open source (BlessPrebootVolume); man diskutil(8), updatePreboot
SELECT source, line, ns, text FROM signal WHERE name = 'preboot-folder-missing'
  AND EXISTS (SELECT 1 FROM signal AS s WHERE s.name = 'preboot-folder-missing' AND s.path IS NOT NULL)
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' UNION ALL SELECT 1 FROM dialog WHERE sense = 'failure')
