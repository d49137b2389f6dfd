-- rule:       installer/damaged
-- strength:   proves
-- confidence: 0.88
-- title:      The installer is damaged
-- because:    Its signature does not match its contents: the copy was altered or not downloaded whole.
-- fix:        redownload-installer
-- over:       installer, system-files/error-code
SELECT source, line, ns, text FROM (
  SELECT source, line, ns, quote AS text, 1 AS place FROM error WHERE domain = 'NSOSStatusErrorDomain' AND code IN (-67061, -67054, -67062, -67028, -66996)
  UNION ALL SELECT source, line, ns, text, 0 FROM signal WHERE name IN ('installer-damaged', 'xar-verify-failed')
  UNION ALL SELECT source, line, ns, text, 2 FROM dialog WHERE cause = 'installer')
WHERE NOT EXISTS (SELECT 1 FROM clock WHERE abs(offset_seconds) > 86400) ORDER BY place
