-- rule:       virtualization/no-firmware-partition
-- stage:      preflight
-- strength:   suggests
-- confidence: 0.76
-- title:      The virtual hardware shows no firmware partition to the installer
-- because:    Some full installers ask for a place to stage firmware, which this virtual machine does not have; the disk inside is not to blame.
-- fix:        repair-efi-partition, update-host-tools
-- over:       firmware, installer, hardware-support/error-code
-- source:     openradar 39091906 (VMware Fusion, 10.13.4; 10.13.3 goes through)
SELECT source, line, ns, text FROM (
  SELECT source, line, ns, text FROM signal WHERE name = 'firmware-partition-missing' AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed')
  UNION ALL SELECT source, line, ns, text FROM dialog WHERE dialog = 'firmware-partition-missing')
WHERE EXISTS (SELECT 1 FROM mac WHERE kind = 'vm')
