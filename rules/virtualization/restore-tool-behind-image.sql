-- rule:       virtualization/restore-tool-behind-image
-- stage:      personalize
-- strength:   suggests
-- confidence: 0.5
-- title:      {tool} {version} (revision {revision}) cannot restore macOS {image} yet
-- because:    The tool sends what older macOS needed; the Mac does not start the restore system of the newer one and falls back.
-- fix:        update-host-tools, use-signed-build
-- over:       virtualization, outcome/restore-tool-failed
SELECT t.source, t.line, t.ns, t.text, k.tool, t.version, COALESCE(CAST(t.number AS INTEGER), 0) AS revision, i.version AS image
FROM signal AS t JOIN signal AS i ON i.name = 'restore-version' AND i.source = t.source JOIN known_restore_tool AS k ON k.tool = 'idevicerestore'
WHERE t.name = 'restore-tool' AND NOT version_before(i.version, k.image)
  -- The bare release 1.0.0 is older than every revision that is counted from it.
  AND (t.number <= CAST(k.fails_up_to AS REAL) OR (t.number IS NULL AND NOT version_before('1.0.0', t.version)))
  AND EXISTS (SELECT 1 FROM signal AS f JOIN attempt AS a ON a.judged = 1 AND a.outcome = 'failed' WHERE f.name = 'restore-mode-failed' AND f.source = t.source)
