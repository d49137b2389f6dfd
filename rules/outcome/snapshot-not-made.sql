-- rule:       outcome/snapshot-not-made
-- strength:   hints
-- title:      The safety snapshot before the update could not be made or mounted
-- because:    Too little room, a damaged file system, or a program that holds the volume can be behind it.
-- fix:        collect-more, first-aid, delete-snapshots
-- source:     derflounder.wordpress.com 2017-11-02; man tmutil(8)
SELECT source, line, ns, text FROM signal WHERE name = 'snapshot-failed'
UNION ALL SELECT source, line, ns, quote FROM error WHERE domain = 'MobileSoftwareUpdateErrorDomain' AND code IN (47, 48)
