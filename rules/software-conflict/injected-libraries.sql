-- rule:       software-conflict/injected-libraries
-- strength:   suggests
-- confidence: 0.62
-- title:      {label} injects code into other programs
-- because:    Injected libraries run inside the updater and change what it does.
-- fix:        stop-agent, safe-mode
SELECT source, line, ns, label || ' sets DYLD_INSERT_LIBRARIES' AS text, label FROM launchd_job WHERE injects = 1
