-- rule:       system-files/library-refused
-- strength:   suggests
-- confidence: 0.75
-- title:      The system's library {path} is missing or refused
-- because:    A program of the system needs it; without it the updater cannot even start.
-- fix:        reinstall-over, full-installer, first-aid
-- over:       outcome/process-ended
SELECT source, line, ns, text, path FROM signal WHERE name = 'library-not-loaded' AND (path LIKE '/usr/lib/%' OR path LIKE '/System/%')
  AND (process IS NULL OR process LIKE 'com.apple.%' OR process IN ('dyld', 'kernel', 'softwareupdated', 'softwareupdate', 'osinstallersetupd', 'startosinstall', 'InstallAssistant', 'OSInstaller', 'mobileassetd', 'installd', 'system_installd', 'patchd', 'bootabilityd'))
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed')
