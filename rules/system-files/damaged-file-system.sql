-- rule:       system-files/damaged-file-system
-- strength:   suggests
-- confidence: 0.66
-- title:      The file system reported damage
-- because:    A damaged file system loses or alters files that the update needs.
-- fix:        first-aid, back-up, reinstall-over
-- over:       system-files/error-code
SELECT source, line, ns, text FROM signal WHERE name IN ('apfs-error', 'disk-io-error', 'verifying-boot-failed')
