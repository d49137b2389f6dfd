-- rule:       virtualization/not-available
-- stage:      preflight
-- strength:   suggests
-- confidence: 0.8
-- title:      The host offers no virtualization
-- because:    A macOS guest cannot start another macOS guest, and old hardware has no virtualization for macOS.
-- fix:        update-host-tools, rebuild-vm
-- over:       virtualization/error-code, virtualization/restore-failed
-- source:     openai/tart#938, #1231
SELECT source, line, ns, text FROM signal WHERE name = 'vm-not-available'
