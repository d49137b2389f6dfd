-- rule:       configuration-data/daemon-disabled
-- stage:      scan
-- strength:   proves
-- confidence: 0.9
-- title:      {service} is switched off
-- because:    A script against updates told launchd not to start it (launchctl disable); without it nothing looks for, fetches or installs updates.
-- source:     ArdANANG/MacUpdateGuard, which does and undoes it
-- fix:        enable-update-daemon
-- over:       configuration-data, network/dialog-vague, network/error-code, software-conflict/agent-restarts-daemon
SELECT source, line, ns, key || ' = ' || value || ' in launchd''s list of disabled services' AS text, key AS service FROM preference
WHERE path LIKE '%com.apple.xpc.launchd/disabled%' AND key IN ('com.apple.softwareupdated', 'com.apple.mobileassetd', 'com.apple.suhelperd', 'com.apple.nsurlsessiond') AND value IN ('true', '1')
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('scan', 'download') UNION ALL SELECT 1 FROM dialog WHERE sense = 'failure' AND stage IN ('scan', 'download')
              UNION ALL SELECT 1 FROM signal WHERE name = 'helper-unreachable')
