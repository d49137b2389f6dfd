-- rule:       system-files/core-library-refused
-- strength:   proves
-- confidence: 0.93
-- title:      The system's library {path} is not what Apple signed, and the update stopped at it
-- because:    Each page of it is sealed by its signature; altered ones are refused when a program of the update loads them.
-- fix:        first-aid, reinstall-over, full-installer
-- over:       system-files, outcome/process-ended, installer/error-code
-- source:     github.com/apple-oss-distributions: xnu osfmk/kern/cs_blobs.h
WITH bad AS (
  SELECT source, line, ns, text, path FROM signature WHERE of_system = 1 AND path LIKE '/usr/lib/%' AND state = 'altered'
  UNION ALL SELECT source, line, ns, text, path FROM executable WHERE of_system = 1 AND path LIKE '/usr/lib/%' AND valid = 0),
named AS (
  SELECT s.source, s.line, s.ns, s.text, b.path FROM signal AS s JOIN bad AS b ON b.path = s.path WHERE s.name IN ('library-refused', 'library-not-loaded')
  UNION SELECT c.source, c.line, c.ns, c.kind || ' of ' || c.process || ': ' || COALESCE(c.reason, c.text), b.path FROM crash AS c JOIN bad AS b
        ON instr(COALESCE(c.reason, ''), b.path) > 0 OR instr(COALESCE(c.text, ''), b.path) > 0
  WHERE c.process IN (SELECT process FROM known_update_program))
SELECT * FROM (SELECT * FROM named UNION ALL SELECT * FROM bad WHERE path IN (SELECT path FROM named))
WHERE EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed')
