-- rule:       disk-space/no-space-left
-- strength:   proves
-- confidence: 0.93
-- title:      The update ran out of space
-- because:    The volume that the update writes to is full, or has less room than the update asks for.
-- fix:        free-space, delete-snapshots, free-preboot
-- over:       disk-space, system-files/error-code, network/dialog
WITH told AS (
  SELECT source, line, ns, quote AS text, process, stage FROM error
  WHERE (domain = 'NSPOSIXErrorDomain' AND code = 28) OR (domain = 'NSCocoaErrorDomain' AND code = 640) OR (domain = 'NSOSStatusErrorDomain' AND code = -34)
     OR (domain = 'MobileSoftwareUpdateErrorDomain' AND code = 20) OR (domain = 'SUCoreError' AND code BETWEEN 8600 AND 8608) OR (domain = 'BOSErrorDomain' AND code = 306)
  UNION ALL
  SELECT source, line, ns, text, process, stage FROM signal WHERE name IN ('no-space-left', 'space-short', 'more-space-needed'))
SELECT source, line, ns, text FROM told
WHERE (process IS NULL OR process IN ('softwareupdated', 'softwareupdate', 'osinstallersetupd', 'InstallAssistant', 'InstallAssistant_springboard', 'startosinstall', 'mobileassetd', 'nsurlsessiond', 'installd', 'system_installd', 'installer', 'Installer', 'OSInstaller', 'package_script_service', 'osisstashhelper', 'patchd', 'BootabilityService', 'bless', 'asr')
       OR process LIKE '%UpdateBrain%' OR process LIKE '%MobileSoftwareUpdate%' OR text LIKE '%SoftwareUpdate%' OR text LIKE '%/System/Volumes/Preboot%' OR text LIKE '%/System/Volumes/Update%' OR text LIKE '%/Library/Updates%' OR text LIKE '%Install macOS%')
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND (outcome = 'failed' OR last_stage = 'personalize') UNION ALL SELECT 1 FROM dialog WHERE sense = 'failure')
