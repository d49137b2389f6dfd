-- rule:       installer/tool-stale
-- stage:      download
-- strength:   proves
-- confidence: 0.88
-- title:      The tool that makes the installer is too old for this macOS
-- because:    From macOS 15.6 on the system's installer takes the package itself and no longer the list beside it; the download is whole.
-- fix:        update-installer-tool, full-installer
-- over:       installer, outcome
-- source:     ninxsoft/Mist#184, #189, #193, #194; ninxsoft/mist-cli#186
SELECT source, line, ns, text FROM signal WHERE name = 'installer-tool-stale' AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed')
