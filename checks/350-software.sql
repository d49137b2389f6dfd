-- check:    software
-- stage:    preflight
-- title:    other software
-- cause:    software-conflict
-- because:  Filters, endpoint security and injected libraries can keep the updater from its work.
-- fix:      remove-security-software, safe-mode
-- fails:    software-conflict/filter-half-removed, software-conflict/injected-into-updater
-- notes:    software-conflict/security-software, software-conflict/extension-waits, software-conflict/injected-libraries, software-conflict/filter-blocked-apple, software-conflict/product-blocked-updater, software-conflict/agent-takes-daemon, software-conflict/agent-kills-daemon
-- tells:    systemextensionsctl_list
-- unknown:  the list of system extensions is not at hand
SELECT 'passed' AS outcome, CASE WHEN EXISTS (SELECT 1 FROM system_extension WHERE active = 1 AND team_id IS NOT NULL) THEN 'Products that can get in the way are active; nothing shows that they do' ELSE 'No system extension of others is active' END AS says,
       path AS source, NULL AS line, NULL AS ns, path || ' was read' AS text FROM evidence WHERE kind = 'systemextensionsctl_list' AND state = 'read'
