-- rule:       hardware-support/running-unsupported
-- strength:   proves
-- confidence: 0.7
-- title:      {model} runs macOS {version}, which does not support it (its last is {last})
-- because:    A system that was patched onto hardware it does not support gets updates that are not made for that hardware.
-- fix:        use-supported-mac
-- over:       installer/error-code, firmware/error-code, system-files/error-code, hardware-support
WITH mine AS (
  SELECT m.source, m.line, m.ns, m.model, k.last_macos AS last, o.version, o.build FROM mac AS m JOIN known_mac_model AS k ON k.model = m.model JOIN os AS o
  WHERE k.last_macos GLOB '[0-9]*' AND o.version IS NOT NULL
    AND CASE WHEN CAST(k.last_macos AS INTEGER) = 10 THEN CAST(o.version AS INTEGER) >= 11 ELSE CAST(o.version AS INTEGER) > CAST(k.last_macos AS INTEGER) END
    AND NOT EXISTS (SELECT 1 FROM failed_request WHERE overcome = 0 AND apple = 1 AND kind IN ('offline', 'name', 'timeout', 'refused', 'lost')))
SELECT source, line, ns, model || ' runs macOS ' || version || ' (' || COALESCE(build, '?') || '); its last supported macOS is ' || last AS text, model, version, last FROM mine
WHERE EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND last_stage IN ('preflight', 'personalize', 'prepare', 'apply', 'boot'))
   OR EXISTS (SELECT 1 FROM dialog WHERE sense = 'failure' AND stage IN ('preflight', 'personalize', 'prepare', 'apply'))
UNION ALL
SELECT s.source, s.line, s.ns, s.text, '', '', '' FROM signal AS s WHERE s.name = 'hardware' AND EXISTS (SELECT 1 FROM mine)
UNION ALL
SELECT e.source, e.line, e.ns, e.quote, '', '', '' FROM error AS e WHERE e.domain = 'com.apple.OSInstallerSetup.error' AND EXISTS (SELECT 1 FROM mine)
