-- rule:       outcome/restore-tool-failed
-- strength:   hints
-- title:      The restore of the Mac over the cable ended before its time
-- because:    The tool's libraries, the image, the cable and the firmware can all end it like this; what the tool calls likely is its guess.
-- fix:        update-host-tools, revive-dfu, collect-more
-- source:     libimobiledevice/idevicerestore#684, #729
SELECT source, line, ns, text FROM signal
WHERE name IN ('restore-fell-back', 'restore-mode-failed', 'restore-recovery-connect', 'restore-dfu-timeout', 'restore-discover', 'restore-checkpoint-failed',
               'restore-verification', 'restore-fdr', 'configurator-error', 'restore-transition')
