-- rule:       installer/payload-altered
-- stage:      prepare
-- strength:   proves
-- confidence: 0.87
-- title:      A part of the downloaded update is not what its own list names
-- because:    The hash of the payload does not fit: the copy was altered or is not whole, so it is fetched anew.
-- fix:        redownload-installer, clear-partial-update, full-installer
-- over:       installer, system-files/error-code, disk-space/below-floor
SELECT s.source, s.line, s.ns, s.text, CASE WHEN EXISTS (SELECT 1 FROM signal AS a WHERE a.name = 'apply-error') THEN 'apply' ELSE 'prepare' END AS stage FROM signal AS s
WHERE s.name = 'payload-altered' AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed')
