-- rule:       system-files/receipt-permission
-- strength:   suggests
-- confidence: 0.75
-- title:      {path} was refused to the update, and has not the mode or owner of its package
-- because:    Its package made it readable and writable for the system; changed, the update may not replace it.
-- fix:        fix-permissions, reinstall-over
-- over:       system-files/receipt-contradicts, system-files/error-code, installer/error-code
-- source:     bom(5), lsbom(8)
WITH refused AS (
  SELECT e.source, e.line, e.ns, e.quote AS text, c.path, c.text AS told, c.source AS receipt FROM error AS e JOIN receipt_check AS c ON e.path = c.path
  WHERE c.problem IN ('mode', 'owner') AND ((e.domain = 'NSPOSIXErrorDomain' AND e.code IN (1, 13)) OR (e.domain = 'NSCocoaErrorDomain' AND e.code IN (257, 513))))
SELECT * FROM (SELECT source, line, ns, text, path FROM refused UNION ALL SELECT receipt, NULL, NULL, told, path FROM refused)
WHERE EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('preflight', 'prepare', 'apply'))
