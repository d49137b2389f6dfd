-- rule:       system-files/altered-file
-- stage:      apply
-- strength:   proves
-- confidence: 0.9
-- title:      A file of the system was altered: {path}
-- because:    A delta update patches files that it knows; this one is neither the old nor the new version, so the update does not fit.
-- fix:        full-installer, reinstall-over
-- over:       system-files, installer/error-code, installer/incomplete
SELECT source, line, ns, text, path FROM signal WHERE name IN ('patch-state')
UNION ALL
SELECT e.source, e.line, e.ns, e.quote, e.path FROM error AS e WHERE e.domain = 'PKInstallErrorDomain' AND e.code = 103 AND e.path LIKE '%/System/%' AND e.quote LIKE '%com.apple.pkg%'
