-- rule:       virtualization/restore-service-too-old
-- stage:      personalize
-- strength:   suggests
-- confidence: 0.68
-- title:      The service that watches the cable (usbmuxd {version}) is too old for this Mac
-- because:    The Mac started the restore system, and nothing on the host saw it: the last release of usbmuxd does not know how Macs appear there.
-- fix:        update-host-tools
-- over:       virtualization/restore-failed, outcome/restore-tool-failed
-- source:     libimobiledevice/idevicerestore#696, #636, #714
SELECT s.source, s.line, s.ns, s.text, s.version FROM signal AS s
WHERE s.name = 'restore-service' AND s.detail IS NULL AND NOT version_before('1.1.1', s.version)
  AND EXISTS (SELECT 1 FROM signal WHERE name = 'restore-start')
  AND EXISTS (SELECT 1 FROM signal AS f JOIN attempt AS a ON a.judged = 1 AND a.outcome = 'failed' WHERE f.name = 'restore-mode-failed')
  -- Back in Recovery, it refused the restore system; then the service is not to blame.
  AND NOT EXISTS (SELECT 1 FROM signal WHERE name = 'restore-fell-back')
