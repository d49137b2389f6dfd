-- rule:       software-conflict/product-blocked-updater
-- strength:   proves
-- confidence: 0.87
-- title:      A security product stopped {what}
-- because:    Its own log says so; what it stops the update cannot do.
-- fix:        remove-security-software, safe-mode, disable-filter
-- over:       software-conflict, installer, network/error-code, network/dialog, system-files/error-code
SELECT source, line, ns, text, what FROM (
  SELECT source, line, ns, text, COALESCE(detail, 'the update') AS what, process FROM signal
  WHERE name IN ('product-blocked-updater') AND (process IS NOT NULL OR ((source LIKE '%Library/Logs/%' OR source LIKE '%Application Support/%' OR source LIKE '%var/log/%') AND source NOT LIKE '%install.log%'))
    AND text NOT LIKE '%Killed: 9%' AND text NOT LIKE '%restriction "%'
    AND COALESCE(process, '') NOT LIKE 'com.apple.%' AND COALESCE(process, '') NOT IN ('kernel', 'launchd', 'runningboardd', 'softwareupdated', 'softwareupdate', 'osinstallersetupd', 'InstallAssistant', 'startosinstall', 'mobileassetd', 'nsurlsessiond', 'installd', 'system_installd', 'installer', 'tccd', 'sandboxd', 'amfid', 'syspolicyd', 'jamf', 'bash', 'sh', 'zsh', 'loginwindow', 'WindowServer', 'dasd', 'mDNSResponder', 'trustd')
  UNION ALL
  SELECT source, line, ns, text, path, process FROM signal WHERE name IN ('santa-deny')
    AND (path LIKE '%Install macOS%' OR path LIKE '%startosinstall%' OR path LIKE '%InstallAssistant%' OR path LIKE '%osinstallersetupd%' OR path LIKE '%softwareupdate%' OR path LIKE '%MobileSoftwareUpdate%' OR path LIKE '%UpdateBrain%' OR path LIKE '%mobileassetd%')
  UNION ALL
  SELECT source, line, ns, text, 'a process of the update', process FROM signal WHERE name IN ('es-deny')
    AND (text LIKE '%softwareupdate%' OR text LIKE '%osinstallersetupd%' OR text LIKE '%InstallAssistant%' OR text LIKE '%UpdateBrain%' OR text LIKE '%startosinstall%' OR text LIKE '%mobileassetd%'))
WHERE EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND (outcome = 'failed' OR last_stage = 'personalize') UNION ALL SELECT 1 FROM dialog WHERE sense = 'failure')
