-- rule:       installer/certificate-expired
-- strength:   proves
-- confidence: 0.85
-- title:      The installer's certificate has expired
-- because:    Old installers carry a certificate that is no longer valid; a newly downloaded one has a new one.
-- fix:        redownload-installer
-- over:       installer, clock/certificate-date
SELECT source, line, ns, text FROM signal WHERE name IN ('certificate-expired')
UNION ALL SELECT source, line, ns, text FROM dialog WHERE text LIKE '%certificate%expired%'
