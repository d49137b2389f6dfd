-- rule:       software-conflict/injected-libraries
-- strength:   hints
-- title:      {label} injects code into other programs
-- because:    Injected libraries run inside other programs and change what they do; nothing shows yet that the updater is one of them.
-- fix:        stop-agent, safe-mode
SELECT source, line, ns, label || ' sets DYLD_INSERT_LIBRARIES' AS text, label FROM launchd_job WHERE injects = 1
