-- rule:       virtualization/shell-starts-old-system
-- stage:      boot
-- strength:   suggests
-- confidence: 0.76
-- title:      A script of the EFI shell started the installed system instead of the update's installer
-- because:    After the restart the firmware is to start the installer's own boot loader; a virtual machine whose startup.nsh names the system's boot.efi comes back on the old version each time.
-- fix:        boot-guest-installer, rebuild-vm
-- over:       outcome/came-back-unchanged, outcome/attempt-stopped, recovery-volume/dialog
-- source:     myspaghetti/macos-virtualbox#108; AlexanderWillner/runMacOSinVirtualBox#47
WITH script AS (
  SELECT source, line, ns, text FROM signal WHERE name = 'efi-shell-script' UNION ALL SELECT source, line, ns, text FROM dialog WHERE text LIKE '%startup.nsh%'
  UNION ALL SELECT source, line, ns, text FROM signal WHERE source LIKE '%startup.nsh' AND name = 'efi-shell-boots-system'),
started AS (
  SELECT source, line, ns, text FROM signal WHERE name = 'efi-shell-boots-system' UNION ALL SELECT source, line, ns, text FROM dialog WHERE text LIKE '%fs_:\System\Library\CoreServices\boot.efi%'),
back AS ( -- the restart came, and what runs now is what started then
  SELECT s.source, s.line, s.ns, s.text FROM attempt AS a JOIN signal AS s ON s.name = 'swu-start-build' AND s.ns BETWEEN a.end_ns - 1 AND a.end_ns + 86400000000000
    JOIN os AS o ON o.build = s.build
  WHERE a.judged = 1 AND a.outcome <> 'succeeded' AND a.last_stage IN ('apply', 'boot') AND s.ns >= a.start_ns ORDER BY s.ns DESC LIMIT 1)
SELECT source, line, ns, text FROM (SELECT *, 0 AS place FROM script UNION ALL SELECT *, 1 FROM started UNION ALL SELECT *, 2 FROM back)
WHERE EXISTS (SELECT 1 FROM script) AND EXISTS (SELECT 1 FROM started) AND EXISTS (SELECT 1 FROM back) ORDER BY place
