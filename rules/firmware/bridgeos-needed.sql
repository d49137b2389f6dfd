-- rule:       firmware/bridgeos-needed
-- strength:   hints
-- title:      The update needs a newer bridgeOS
-- because:    The T2's own system has to be updated with macOS.
-- fix:        update-bridgeos, revive-dfu
SELECT source, line, ns, text FROM signal WHERE name IN ('bridgeos-required')
