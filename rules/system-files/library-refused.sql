-- rule:       system-files/library-refused
-- strength:   suggests
-- confidence: 0.75
-- title:      The system's library {path} is missing or refused
-- because:    A program of the system needs it; without it the updater cannot even start.
-- fix:        reinstall-over, full-installer, first-aid
-- over:       outcome/process-ended
SELECT source, line, ns, text, path FROM signal AS l WHERE name = 'library-not-loaded' AND (path LIKE '/usr/lib/%' OR path LIKE '/System/%')
  AND (process IS NULL OR process LIKE 'com.apple.%' OR process IN ('dyld', 'kernel', 'softwareupdated', 'softwareupdate', 'osinstallersetupd', 'startosinstall', 'InstallAssistant', 'OSInstaller', 'mobileassetd', 'installd', 'system_installd', 'patchd', 'bootabilityd'))
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed')
  -- A program that is not the system's asks for a library of another system: that says nothing about this one's files.
  AND NOT EXISTS (SELECT 1 FROM signal AS r WHERE r.name = 'library-referenced' AND r.source = l.source AND r.line = l.line + 1
                    AND r.path NOT LIKE '/System/%' AND (r.path NOT LIKE '/usr/%' OR r.path LIKE '/usr/local/%') AND r.path NOT LIKE '/Applications/Install %')
