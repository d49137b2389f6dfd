-- rule:       installer/media-not-extracted
-- stage:      prepare
-- strength:   suggests
-- confidence: 0.74
-- title:      The boot files could not be taken out of the installer
-- because:    The installer's archive cannot be read from where it lies, or it is a build for other Macs: a copy in /Applications of the right build works.
-- fix:        redownload-installer, full-installer
-- over:       installer/error-code, installer/dialog
SELECT source, line, ns, text FROM signal WHERE name IN ('installer-media-copy')
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed')
