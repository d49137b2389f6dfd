-- rule:       firmware/older-than-system
-- stage:      personalize
-- strength:   proves
-- confidence: 0.85
-- title:      The firmware ({firmware}) is older than the system {version} that runs on it ({expected} belongs to it)
-- because:    An update of macOS always brings its firmware along; older firmware means that the firmware or recoveryOS was left damaged by an erase.
-- fix:        revive-dfu, restore-dfu
-- over:       firmware, recovery-volume, outcome
SELECT m.source, m.line, m.ns, 'system firmware ' || m.firmware || ', macOS ' || o.version || ' (' || COALESCE(o.build, '?') || ')' AS text, m.firmware, o.version, k.firmware AS expected
FROM mac AS m JOIN os AS o JOIN known_firmware AS k ON k.macos = o.version
WHERE m.kind = 'apple-silicon' AND version_before(m.firmware, k.firmware)
  AND (EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND last_stage = 'personalize') OR EXISTS (SELECT 1 FROM dialog WHERE stage = 'personalize'))
