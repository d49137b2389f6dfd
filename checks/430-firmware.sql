-- check:    firmware
-- stage:    personalize
-- title:    firmware
-- cause:    firmware
-- because:  The ticket is made out for the firmware's own state; one that lags behind its system cannot be personalized together with it.
-- fix:      revive-dfu
-- fails:    firmware/older-than-system, firmware/first-m1-recovery
-- notes:    firmware/bridgeos-needed, firmware/update-failed
-- tells:    system_profiler
-- unknown:  nothing tells the version of the firmware
SELECT 'passed' AS outcome, CASE WHEN bridgeos_version IS NOT NULL THEN 'bridgeOS ' || bridgeos_version || ', firmware ' || COALESCE(firmware, '?') ELSE 'Firmware ' || firmware END || ': nothing says that it is too old' AS says,
       source, line, ns, 'firmware ' || COALESCE(firmware, '?') || COALESCE(', bridgeOS ' || bridgeos_version, '') AS text
FROM mac WHERE firmware IS NOT NULL OR bridgeos_version IS NOT NULL
