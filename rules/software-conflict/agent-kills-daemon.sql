-- rule:       software-conflict/agent-kills-daemon
-- strength:   proves
-- confidence: 0.87
-- title:      {sender} ended the update daemon while it was updating
-- because:    What softwareupdated had begun is lost when something from outside ends it, as scripts do that restart it before each look.
-- source:     bp88/JSS-Scripts#39; fleetdm/fleet#11777
-- fix:        stop-agent
-- over:       software-conflict, network/error-code, outcome/process-ended
SELECT s.source, s.line, s.ns, s.text, s.detail AS sender, a.last_stage AS stage FROM signal AS s JOIN attempt AS a ON a.judged = 1
WHERE s.name = 'updater-killed' AND s.ns BETWEEN a.start_ns AND a.end_ns + 60000000000
  AND a.kind = 'update' AND a.outcome = 'failed' AND a.last_stage IN ('scan', 'download', 'preflight', 'personalize', 'prepare')
  AND s.detail NOT IN ('launchd', 'kernel', 'kernel_task', 'softwareupdated', 'mobileassetd', 'runningboardd', 'loginwindow', 'shutdown', 'reboot', 'InstallAssistant', 'osinstallersetupd', 'SoftwareUpdateNotificationManager')
