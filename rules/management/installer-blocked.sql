-- rule:       management/installer-blocked
-- strength:   proves
-- confidence: 0.92
-- title:      Management blocks the update or its installer
-- because:    The management agent's restriction ends the installer as soon as it starts; the installer itself is not at fault.
-- fix:        lift-mdm-restriction
-- over:       management, installer, software-conflict
SELECT source, line, ns, text FROM signal WHERE name IN ('killed-by-restriction', 'restricted-dialog')
UNION ALL SELECT source, line, ns, text FROM dialog WHERE cause = 'management' AND dialog NOT IN ('recovery-locked', 'latest-allowed')
