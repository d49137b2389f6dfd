-- rule:       software-conflict/kext-panic
-- stage:      boot
-- strength:   proves
-- confidence: 0.88
-- title:      The kernel extension {extension} made the kernel panic during the update
-- because:    It is the only one of another vendor in the backtrace of the panic, which falls into the attempt.
-- fix:        remove-kext, safe-mode
-- over:       software-conflict, system-files/error-code, system-files/damaged-file-system
SELECT c.source, c.line, c.ns, 'panic: ' || COALESCE(c.reason, c.text) || ' in ' || c.extension AS text, c.extension FROM crash AS c JOIN attempt AS a ON a.judged = 1 AND a.events > 1 -- not of the panic alone
WHERE c.kind = 'panic' AND c.extension IS NOT NULL AND c.ns BETWEEN a.start_ns - 900000000000 AND a.end_ns + 21600000000000 AND a.last_stage IN ('prepare', 'apply', 'boot')
