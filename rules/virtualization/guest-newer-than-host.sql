-- rule:       virtualization/guest-newer-than-host
-- stage:      personalize
-- strength:   suggests
-- confidence: 0.78
-- title:      The guest image is macOS {guest}, the host runs {host}
-- because:    The Virtualization framework does not install a macOS that is newer than the host's; it fails late, and without saying so.
-- fix:        update-host-tools, choose-guest-image
-- over:       virtualization, firmware/error-code
-- source:     utmapp/UTM#7806
WITH pair AS (
  SELECT s.source, s.line, s.ns, s.text, s.version AS guest, o.version AS host, o.source AS host_source, o.line AS host_line FROM signal AS s JOIN os AS o
  WHERE s.name = 'vm-image' AND s.version IS NOT NULL AND o.version IS NOT NULL AND version_before(o.version, s.version)
    AND NOT EXISTS (SELECT 1 FROM mac WHERE kind = 'vm')
    -- Of several images the last one named is the one that was installed.
    AND NOT EXISTS (SELECT 1 FROM signal AS l WHERE l.name = 'vm-image' AND l.source = s.source AND l.line > s.line AND l.version <> s.version)
    AND (EXISTS (SELECT 1 FROM error WHERE domain IN ('VZErrorDomain', 'AMRestoreErrorDomain', 'com.apple.MobileDevice.MobileRestore'))
         OR EXISTS (SELECT 1 FROM signal WHERE name IN ('vm-installation-failed', 'installation-failed-dialog', 'vm-internal-error', 'vm-image-load', 'vz-restore-failed', 'vz-error'))))
SELECT source, line, ns, text, guest, host FROM pair
UNION ALL SELECT host_source, host_line, NULL, 'the host runs macOS ' || host, guest, host FROM pair
UNION ALL SELECT e.source, e.line, e.ns, e.quote, '', '' FROM error AS e WHERE e.domain IN ('VZErrorDomain', 'AMRestoreErrorDomain') AND EXISTS (SELECT 1 FROM pair)
