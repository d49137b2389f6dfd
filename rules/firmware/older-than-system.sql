-- rule:       firmware/older-than-system
-- stage:      personalize
-- strength:   suggests
-- confidence: 0.85
-- title:      The firmware ({firmware}) is older than the system {version} that runs on it ({expected} belongs to {expected_of})
-- because:    An update of macOS always brings its firmware along; older firmware means that the firmware or recoveryOS was left damaged by an erase.
-- fix:        revive-dfu, restore-dfu
-- over:       firmware, recovery-volume, outcome
-- source:     eclecticlight.co, 2021-06-18; Apple support 108900 (revive and restore)
WITH it AS (
  SELECT m.source, m.line, m.ns, m.firmware, o.version, o.build,
         (SELECT k.macos FROM known_firmware AS k WHERE CAST(k.macos AS INTEGER) = CAST(o.version AS INTEGER) AND NOT version_before(o.version, k.macos)
            AND NOT EXISTS (SELECT 1 FROM known_firmware AS l WHERE CAST(l.macos AS INTEGER) = CAST(o.version AS INTEGER)
                              AND NOT version_before(o.version, l.macos) AND version_before(k.macos, l.macos))) AS expected_of
  FROM mac AS m JOIN os AS o WHERE m.kind = 'apple-silicon' AND m.firmware IS NOT NULL AND o.version IS NOT NULL),
numbers AS (
  SELECT it.*, k.firmware AS expected, CAST(it.firmware AS INTEGER) AS a1, CAST(substr(it.firmware, instr(it.firmware, '.') + 1) AS INTEGER) AS a2,
         CAST(k.firmware AS INTEGER) AS b1, CAST(substr(k.firmware, instr(k.firmware, '.') + 1) AS INTEGER) AS b2
  FROM it JOIN known_firmware AS k ON k.macos = it.expected_of)
SELECT source, line, ns, 'system firmware ' || firmware || ', macOS ' || version || ' (' || COALESCE(build, '?') || ')' AS text, firmware, version, expected,
       'macOS ' || expected_of AS expected_of
FROM numbers
WHERE a1 > 1000 -- iBoot's second number goes 1, 41, 61, 81, 101 ...; betas and rapid responses number in between
  AND (a1 < b1 OR (a1 = b1 AND a2 + 15 <= b2))
  -- A guest's ticket does not ask for the host's firmware; and a log that ends with a granted ticket shows no failure of personalization.
  AND (EXISTS (SELECT 1 FROM attempt AS a WHERE a.judged = 1 AND a.last_stage = 'personalize' AND a.text NOT LIKE '%com.apple.Virtualization%'
                 AND (a.outcome = 'failed' OR (a.outcome = 'stopped' AND NOT EXISTS (
                   SELECT 1 FROM signing_exchange AS g WHERE g.outcome = 'granted' AND g.source = a.source AND g.line >= a.line - 1)))) OR EXISTS (SELECT 1 FROM dialog WHERE stage = 'personalize' AND sense = 'failure'))
  -- What never reached the signing server, or was asked for an authorization there, did not fail for the firmware.
  AND NOT EXISTS (SELECT 1 FROM failed_request WHERE overcome = 0 AND stage = 'personalize'
    AND (kind IN ('offline', 'name', 'timeout', 'refused', 'lost', 'tls', 'proxy', 'unreachable') OR (domain = 'HTTP' AND code IN (401, 407))
         OR (domain LIKE '%AuthInstallErrorDomain' AND code IN (11, 12, 16, 3099, 3501)) OR (domain = 'OSPErrorDomain' AND code = 101)))
