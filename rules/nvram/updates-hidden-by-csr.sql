-- rule:       nvram/updates-hidden-by-csr
-- stage:      scan
-- strength:   suggests
-- confidence: 0.7
-- title:      csr-active-config ({value}) holds the bit "Apple internal", with which public updates do not appear
-- because:    The search then asks for what Apple's own machines get; OpenCore hands such a value over where someone wrote "all bits".
-- fix:        clear-csr-internal, reset-nvram
-- over:       outcome
-- source:     dortania/bugtracker#157, #245; acidanthera/bugtracker#1657
SELECT n.source, n.line, n.ns, n.name || ' = ' || n.value AS text, n.value FROM nvram AS n
-- The lowest byte comes first; 0x10 is an odd upper half of it.
WHERE n.name LIKE '%csr-active-config' AND n.bytes BETWEEN 1 AND 8 AND upper(substr(n.value, 1, 1)) IN ('1', '3', '5', '7', '9', 'B', 'D', 'F') AND upper(n.value) NOT GLOB '*[^0-9A-F]*'
  AND EXISTS (SELECT 1 FROM nvram WHERE name LIKE '%opencore-version')
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('scan', 'download'))
  AND EXISTS (SELECT 1 FROM signal WHERE name IN ('update-not-found', 'no-such-update', 'not-currently-available', 'no-updates-found', 'target-not-offered'))
  AND NOT EXISTS (SELECT 1 FROM failed_request WHERE overcome = 0 AND apple = 1)
