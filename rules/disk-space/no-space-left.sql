-- rule:       disk-space/no-space-left
-- strength:   proves
-- confidence: 0.93
-- title:      A write failed for want of space
-- because:    The volume that the update writes to is full.
-- fix:        free-space, delete-snapshots, free-preboot
-- over:       disk-space, system-files/error-code
SELECT source, line, ns, quote AS text FROM error
WHERE (domain = 'NSPOSIXErrorDomain' AND code = 28) OR (domain = 'NSCocoaErrorDomain' AND code = 640) OR (domain = 'MobileSoftwareUpdateErrorDomain' AND code = 20) OR (domain = 'SUCoreError' AND code BETWEEN 8600 AND 8608) OR (domain = 'BOSErrorDomain' AND code = 306)
UNION ALL
SELECT source, line, ns, text FROM signal WHERE name IN ('no-space-left', 'space-short', 'more-space-needed')
