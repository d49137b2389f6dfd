-- rule:       installer/certificate-expired
-- stage:      preflight
-- strength:   proves
-- confidence: 0.85
-- title:      The installer's certificate has expired
-- because:    Old installers carry a certificate that is no longer valid; a newly downloaded one has a new one.
-- fix:        redownload-installer
-- over:       installer, clock/certificate-date
SELECT source, line, ns, text FROM signal WHERE name = 'certificate-expired'
  AND NOT EXISTS (SELECT 1 FROM clock WHERE abs(offset_seconds) > 86400)
UNION ALL SELECT source, line, ns, text FROM dialog WHERE dialog = 'installer-expired'
  AND NOT EXISTS (SELECT 1 FROM clock WHERE abs(offset_seconds) > 86400)
