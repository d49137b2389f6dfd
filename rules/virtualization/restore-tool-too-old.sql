-- rule:       virtualization/restore-tool-too-old
-- stage:      preflight
-- strength:   suggests
-- confidence: 0.72
-- title:      The restore tool does not know this Mac
-- because:    The device list is in the tool's library (libirecovery); an older library than the Mac ends before anything is sent to it.
-- fix:        update-host-tools
-- over:       virtualization, firmware/error-code
-- source:     libimobiledevice/idevicerestore#749
SELECT source, line, ns, text FROM signal WHERE name = 'restore-discover'
