-- rule:       virtualization/guest-too-old-for-host
-- stage:      preflight
-- strength:   suggests
-- confidence: 0.78
-- title:      The guest image is macOS {guest}; this host starts none before {oldest}
-- because:    The Virtualization framework, or the kernel of an older macOS on a newer chip, does not start such a guest; no tool changes that.
-- fix:        choose-guest-image, update-host-tools
-- over:       virtualization
-- source:     utmapp/UTM#6794; trycua/cua#33; eclecticlight.co 2024-11
WITH host AS (SELECT source, line, ns, chip FROM mac WHERE chip LIKE 'Apple%' AND kind <> 'vm'),
floor AS ( -- the most particular row for this chip
  SELECT k.oldest, h.chip, h.source, h.line FROM known_guest AS k LEFT JOIN host AS h ON 1
  WHERE k.chip = 'Apple' OR h.chip LIKE k.chip || '%' ORDER BY length(k.chip) DESC LIMIT 1),
image AS (
  SELECT s.source, s.line, s.ns, s.text, s.version AS guest, f.oldest, f.chip, f.source AS host_source, f.line AS host_line FROM signal AS s JOIN floor AS f
  WHERE s.name = 'vm-image' AND version_before(s.version, f.oldest)
    AND NOT EXISTS (SELECT 1 FROM signal AS l WHERE l.name = 'vm-image' AND l.source = s.source AND l.line > s.line AND l.version <> s.version)
    AND (EXISTS (SELECT 1 FROM error WHERE domain = 'VZErrorDomain')
         OR EXISTS (SELECT 1 FROM signal WHERE name IN ('vm-unsupported', 'vm-installation-failed', 'vm-internal-error', 'vz-error', 'vm-image-load', 'installation-failed-dialog')))
    AND NOT EXISTS (SELECT 1 FROM signal WHERE name = 'restore-tool'))
SELECT source, line, ns, text, guest, oldest FROM image
UNION ALL SELECT host_source, host_line, NULL, 'the host has an ' || chip, guest, oldest FROM image WHERE chip IS NOT NULL
