-- rule:       system-files/receipt-damaged
-- strength:   hints
-- title:      The receipt {name} is damaged
-- because:    The installer decides from the receipts what it can update; nothing says that this attempt failed for it.
-- fix:        restore-receipts, first-aid
-- source:     bom(5), pkgutil(1)
SELECT source, line, ns, path || ': ' || COALESCE(problem, state) AS text, replace(path, rtrim(path, replace(path, '/', '')), '') AS name FROM evidence
WHERE kind IN ('receipt', 'receipt_bom') AND state IN ('damaged', 'truncated')
