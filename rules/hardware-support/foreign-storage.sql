-- rule:       hardware-support/foreign-storage
-- stage:      preflight
-- strength:   proves
-- confidence: 0.88
-- title:      The firmware is written only from Apple's own internal storage, and this Mac has other storage
-- because:    Some firmware belongs to Apple's original drive or is staged there; with another maker's drive the installer stops.
-- fix:        update-firmware-internal
-- over:       hardware-support, firmware, installer/error-code
-- source:     iboysoft.com, a-required-firmware-update-could-not-be-installed
SELECT source, line, ns, text FROM signal WHERE name = 'internal-storage' AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed')
UNION ALL SELECT source, line, ns, text FROM dialog WHERE text LIKE '%ompatible internal storage is required%' OR dialog = 'internal-storage-required'
