-- rule:       software-conflict/volume-held
-- strength:   suggests
-- confidence: 0.74
-- title:      {program} does not let go of a volume that the update must unmount
-- because:    An update, an installer and First Aid unmount volumes before they change them; a program with open files there stops that.
-- source:     osy/HaC-Mini#175 (an antivirus); DeterminateSystems/nix-installer#864 (a data-loss agent)
-- fix:        remove-security-software, safe-mode
-- over:       system-files/error-code, installer/error-code
SELECT s.source, s.line, s.ns, s.text, s.path AS program FROM signal AS s
WHERE s.name = 'volume-held' AND s.path NOT LIKE '/System/%' AND s.path NOT LIKE '/usr/%' AND s.path NOT LIKE '/sbin/%' AND s.path NOT LIKE '/bin/%' AND s.path NOT LIKE '/Library/Apple/%'
  AND s.path NOT IN ('kernel', 'kextcache', 'kernelmanagerd', 'mds', 'mds_stores', 'mdworker', 'fsck_apfs', 'fsck_hfs', 'diskimages-helper', 'diskarbitrationd', 'storagekitd', 'backupd', 'fseventsd', 'revisiond', 'launchd', 'Finder', 'bash', 'sh', 'zsh')
  AND EXISTS (SELECT 1 FROM attempt AS a WHERE a.judged = 1 AND a.outcome = 'failed' AND a.last_stage IN ('preflight', 'prepare', 'apply')
                AND (s.ns IS NULL OR a.start_ns IS NULL OR s.ns BETWEEN a.start_ns - 900000000000 AND a.end_ns + 600000000000)
              UNION ALL SELECT 1 FROM dialog WHERE sense = 'failure' AND stage IN ('preflight', 'prepare', 'apply'))
