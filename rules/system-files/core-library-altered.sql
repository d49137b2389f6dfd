-- rule:       system-files/core-library-altered
-- strength:   suggests
-- confidence: 0.66
-- title:      The system's library {path} is not what Apple signed
-- because:    Each page of it is sealed by its signature; what the updater learns of the system through an altered library may be wrong.
-- fix:        first-aid, reinstall-over, full-installer
-- over:       system-files/library-not-as-signed, system-files/error-code, installer/error-code
-- source:     github.com/apple-oss-distributions: xnu osfmk/kern/cs_blobs.h
WITH bad AS (
  SELECT source, line, ns, text, path FROM signature WHERE of_system = 1 AND path LIKE '/usr/lib/%' AND state = 'altered'
  UNION ALL SELECT source, line, ns, text, path FROM executable WHERE of_system = 1 AND path LIKE '/usr/lib/%' AND valid = 0)
SELECT * FROM bad
-- Under a sealed system (11 and later) the seal tells, and the libraries are in the shared cache.
WHERE NOT EXISTS (SELECT 1 FROM os WHERE major >= 11)
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('scan', 'preflight', 'personalize', 'prepare', 'apply', 'boot'))
