-- rule:       system-files/no-boot-snapshot
-- strength:   hints
-- title:      This Mac runs from the system volume itself ({device}), not from a sealed snapshot of it
-- because:    Since macOS 11 the system starts from a signed snapshot; without it the system has been changed, or its snapshot was lost.
-- source:     eclecticlight.co 2026-03-02; man bless(8)
-- fix:        reseal-system
SELECT d.source, d.line, d.ns, d.text, d.device FROM disk_space AS d JOIN os AS o ON NOT version_before(o.version, '11.0')
WHERE d.mount_point = '/' AND d.device GLOB '*disk[0-9]*s[0-9]*' AND d.device NOT GLOB '*disk[0-9]*s[0-9]*s[0-9]*'
