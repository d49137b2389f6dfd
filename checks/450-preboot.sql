-- check:    preboot
-- stage:    personalize
-- title:    Preboot
-- cause:    system-files
-- strength: proves
-- because:  Tickets and startup files are stored on Preboot.
-- fix:      free-preboot, first-aid
-- fails:    disk-space/preboot-full, system-files/preboot-incomplete, system-files/restore-bundle-missing
-- tells:    diskutil_apfs_list, df
-- unknown:  nothing tells of the Preboot volume
SELECT 'passed' AS outcome, 'Preboot is there and has room' AS says, source, line, ns, text FROM disk_space WHERE mount_point = '/System/Volumes/Preboot' AND available >= 50000000
UNION ALL SELECT 'passed', 'Preboot is there', source, line, ns, text FROM volume WHERE kind = 'apfs-volume' AND (role LIKE '%Preboot%' OR (role IS NULL AND name = 'Preboot'))
