-- rule:       firmware/system-firmware-required
-- stage:      personalize
-- strength:   proves
-- confidence: 0.88
-- title:      The system firmware of this Mac is older than the volume requires
-- because:    Before a volume can be made bootable, the Mac's own firmware and recoveryOS have to be at least as new as the volume's.
-- fix:        revive-dfu, reinstall-over
-- over:       firmware, startup-security, ownership/error-code
-- source:     AsahiLinux/asahi-installer#117
SELECT source, line, ns, quote AS text FROM error WHERE domain = 'BYErrorDomain' AND code = 105
UNION ALL SELECT source, line, ns, text FROM signal WHERE name = 'bootability-hint' AND detail = 'SFRUpdateRequired'
