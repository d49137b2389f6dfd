-- rule:       software-conflict/agent-restarts-daemon
-- stage:      scan
-- strength:   suggests
-- confidence: 0.74
-- title:      {sender} restarts the update daemon again and again
-- because:    From macOS 13.3 on a restarted softwareupdated can lose its helper, and the search for updates ends with just that message.
-- source:     fleetdm/fleet#11777
-- fix:        stop-agent
-- over:       network/dialog-vague, software-conflict/injected-libraries
WITH lost AS (
  SELECT source, line, ns, text FROM signal WHERE name = 'helper-unreachable' UNION ALL SELECT source, line, ns, text FROM dialog WHERE dialog = 'helper-unreachable'),
restarted AS (
  SELECT source, line, ns, text, detail AS sender FROM signal WHERE name = 'updater-killed'
    AND detail NOT IN ('launchd', 'kernel', 'kernel_task', 'softwareupdated', 'mobileassetd', 'runningboardd', 'loginwindow', 'shutdown', 'reboot', 'InstallAssistant', 'osinstallersetupd', 'SoftwareUpdateNotificationManager')
  UNION ALL SELECT source, line, ns, text, 'A script' FROM signal WHERE name = 'kickstart'
    AND (text LIKE '%Kickstarting com.apple%' OR (ns IS NOT NULL AND source NOT LIKE '%commands/%')) -- not what a person tried in Terminal
  UNION ALL SELECT source, line, ns, label || ': ' || program_arguments, label FROM launchd_job
    WHERE COALESCE(apple, 0) = 0 AND COALESCE(disabled, 0) = 0 AND (program_arguments LIKE '%kickstart%softwareupdated%' OR program_arguments LIKE '%kill%softwareupdated%'))
SELECT source, line, ns, text, sender FROM restarted
WHERE EXISTS (SELECT 1 FROM lost) AND ((SELECT COUNT(*) FROM restarted) >= 2 OR EXISTS (SELECT 1 FROM launchd_job WHERE label = sender))
UNION ALL
SELECT source, line, ns, text, '' FROM lost WHERE (SELECT COUNT(*) FROM restarted) >= 2
