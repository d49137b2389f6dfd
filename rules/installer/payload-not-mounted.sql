-- rule:       installer/payload-not-mounted
-- stage:      prepare
-- strength:   suggests
-- confidence: 0.76
-- title:      The disk image inside the installer could not be mounted
-- because:    The installer arrived, but its payload is missing or damaged; fetch it anew, or start from a full installer.
-- fix:        redownload-installer, full-installer
-- over:       installer/error-code, outcome/preparation-failed
SELECT source, line, ns, text FROM signal WHERE name = 'payload-not-mounted'
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage = 'prepare')
  -- A full disk leaves a payload torn too.
  AND NOT EXISTS (SELECT 1 FROM signal WHERE name IN ('no-space-left', 'space-short', 'more-space-needed'))
