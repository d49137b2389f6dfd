-- rule:       hardware-support/no-compat-check
-- strength:   suggests
-- confidence: 0.75
-- title:      The compatibility check is switched off in the boot arguments
-- because:    Someone made this Mac start a system that it does not support; its updates are not made for this hardware.
-- fix:        use-supported-mac
-- over:       hardware-support/patched-boot
SELECT source, line, ns, name || ' = ' || value AS text FROM nvram WHERE name LIKE '%boot-args' AND value LIKE '%no_compat_check%'
