-- rule:       system-files/boot-collection-unreadable
-- strength:   suggests
-- confidence: 0.7
-- title:      The kernel collection that this system started from cannot be read
-- because:    It belongs to what Preboot holds for the system; where it is missing, Preboot and the system do not fit together, and a new one cannot be built beside it.
-- source:     macfuse/macfuse#976
-- fix:        reinstall-over, first-aid
-- over:       system-files/error-code
SELECT source, line, ns, quote AS text FROM error
WHERE domain = 'KMErrorDomain' AND quote LIKE '%Unable to get contents of boot kernel collection%'
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('personalize', 'prepare', 'apply', 'boot'))
