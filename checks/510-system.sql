-- check:    system
-- stage:    prepare
-- title:    system volume
-- cause:    system-files
-- because:  The update is laid over the sealed system; where the seal is broken or the disk is damaged it does not fit.
-- fix:      first-aid, reseal-system
-- fails:    system-files/seal-broken, system-files/seal-stops-update, system-files/damaged-file-system, system-files/altered-file, system-files/network-extension-damaged, system-files/core-library-altered
-- notes:    system-files/no-boot-snapshot, system-files/permissions, system-files/history-ahead, system-files/library-not-as-signed, system-files/receipt-contradicts, system-files/receipt-damaged
-- tells:    diskutil_apfs_list, csrutil_authenticated_root
-- unknown:  nothing tells the state of the system volume
SELECT 'passed' AS outcome, 'The system volume is sealed' AS says, source, line, ns, text FROM volume WHERE sealed = 'Yes'
UNION ALL SELECT 'passed', 'The system volume is sealed', source, line, ns, text FROM security WHERE name = 'seal' AND value IN ('yes', 'sealed') AND text IS NOT NULL
UNION ALL SELECT 'passed', 'The Mac runs from a snapshot of its system volume, and its seal is enforced', d.source, d.line, d.ns, d.text FROM disk_space AS d
  WHERE d.mount_point = '/' AND d.device GLOB '*disk[0-9]*s[0-9]*s[0-9]*' AND NOT EXISTS (SELECT 1 FROM security WHERE name = 'authenticated_root' AND value = 'disabled')
