-- rule:       configuration-data/daemon-disabled-set
-- stage:      scan
-- strength:   hints
-- title:      {service} is switched off in launchd
-- because:    Updates do not work while it is off; nothing here shows one that failed by it.
-- source:     ArdANANG/MacUpdateGuard
-- fix:        enable-update-daemon
SELECT source, line, ns, key || ' = ' || value || ' in launchd''s list of disabled services' AS text, key AS service FROM preference
WHERE path LIKE '%com.apple.xpc.launchd/disabled%' AND key IN ('com.apple.softwareupdated', 'com.apple.mobileassetd', 'com.apple.suhelperd', 'com.apple.nsurlsessiond') AND value IN ('true', '1')
