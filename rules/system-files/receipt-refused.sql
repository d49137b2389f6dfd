-- rule:       system-files/receipt-refused
-- strength:   suggests
-- confidence: 0.76
-- title:      The receipt {name} is damaged, and the installer stopped at it
-- because:    The installer decides from the receipts what it can update; one that it cannot read stops the package that needs it.
-- fix:        restore-receipts, first-aid, reinstall-over
-- over:       system-files/receipt-damaged, system-files/error-code, installer/error-code
-- source:     bom(5), pkgutil(1)
WITH broken AS (
  SELECT source, line, ns, path || ': ' || COALESCE(problem, state) AS text, replace(path, rtrim(path, replace(path, '/', '')), '') AS name FROM evidence
  WHERE kind IN ('receipt', 'receipt_bom') AND state IN ('damaged', 'truncated')),
named AS (
  SELECT e.source, e.line, e.ns, e.quote AS text, b.name FROM error AS e JOIN broken AS b
  ON e.path LIKE '%/receipts/' || b.name OR instr(e.quote, '/receipts/' || b.name) > 0)
SELECT * FROM (SELECT * FROM named UNION ALL SELECT * FROM broken WHERE name IN (SELECT name FROM named))
WHERE EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('scan', 'preflight', 'prepare', 'apply'))
