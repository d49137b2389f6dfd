-- rule:       virtualization/device-support-missing
-- stage:      preflight
-- strength:   suggests
-- confidence: 0.8
-- title:      The host has no device support for this guest, and Apple offers it none
-- because:    Before it restores a guest or a Mac newer than itself, the host fetches device support; without it the restore does not begin.
-- fix:        update-host-tools, choose-guest-image
-- over:       virtualization, network/update-server-unreachable, network/dialog
-- source:     utmapp/UTM#4226, #6418, #7099
WITH refused AS (
  SELECT source, line, ns, text FROM signal WHERE name = 'device-support-missing'
  UNION ALL SELECT source, line, ns, text FROM dialog WHERE dialog = 'not-on-server' AND text LIKE '%available from the Software Update server%'),
restore AS ( -- a host that restores: it says so itself
  SELECT 1 FROM signal WHERE name IN ('host-too-old', 'vm-image', 'vm-image-load', 'vm-installation-failed', 'vz-restore-failed', 'restore-device')
  UNION ALL SELECT 1 FROM error WHERE domain IN ('VZErrorDomain', 'AMRestoreErrorDomain')
  UNION ALL SELECT 1 FROM dialog WHERE dialog = 'host-too-old')
SELECT source, line, ns, text FROM refused WHERE EXISTS (SELECT 1 FROM restore)
UNION ALL SELECT source, line, ns, text FROM signal WHERE name = 'host-too-old' AND EXISTS (SELECT 1 FROM refused)
