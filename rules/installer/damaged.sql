-- rule:       installer/damaged
-- stage:      preflight
-- strength:   proves
-- confidence: 0.88
-- title:      The installer is damaged
-- because:    Its signature or its data does not match its contents: the copy was altered or not downloaded whole. The clock is not to blame where it is right.
-- fix:        redownload-installer
-- over:       installer, system-files/error-code
SELECT source, line, ns, text, COALESCE(stage, 'preflight') AS stage FROM (
  SELECT source, line, ns, quote AS text, 'preflight' AS stage, 1 AS place FROM error WHERE domain = 'NSOSStatusErrorDomain' AND code IN (-67061, -67054, -67062, -67028, -66996)
    AND (quote LIKE '%Install macOS%' OR quote LIKE '%Install OS X%' OR quote LIKE '%InstallAssistant%' OR quote LIKE '%.mpkg%' OR quote LIKE '%InstallESD%' OR quote LIKE '%SharedSupport%')
  UNION ALL SELECT source, line, ns, text, stage, 0 FROM signal WHERE name IN ('installer-damaged', 'xar-verify-failed', 'installer-image-corrupt')
  UNION ALL SELECT source, line, ns, text, stage, 2 FROM dialog WHERE dialog = 'installer-damaged')
WHERE NOT EXISTS (SELECT 1 FROM clock WHERE abs(offset_seconds) > 86400)
ORDER BY place
