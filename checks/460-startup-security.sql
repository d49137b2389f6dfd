-- check:    startup-security
-- stage:    personalize
-- title:    startup security
-- cause:    startup-security
-- because:  The startup policy says which tickets the Mac accepts.
-- fix:      startup-security, reset-local-policy
-- fails:    startup-security/secure-boot-model
-- notes:    system-files/authenticated-root-disabled
-- tells:    bputil, system_profiler
-- unknown:  nothing tells the startup policy
SELECT 'passed' AS outcome, 'Startup security is ' || value AS says, source, line, ns, text FROM security WHERE name = 'secure_boot_level' AND value IS NOT NULL AND text IS NOT NULL
UNION ALL SELECT 'noted', 'System Integrity Protection is off', source, line, ns, text FROM security WHERE name = 'sip' AND value = 'disabled'
UNION ALL SELECT 'none', '', m.source, m.line, m.ns, m.model FROM mac AS m WHERE m.kind = 'intel' AND NOT EXISTS (SELECT 1 FROM security WHERE name = 'secure_boot_level')
