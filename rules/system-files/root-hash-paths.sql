-- rule:       system-files/root-hash-paths
-- stage:      prepare
-- strength:   suggests
-- confidence: 0.66
-- title:      The update does not find the root hash of a system whose seal is not enforced
-- because:    With authenticated root off the system volume can have been changed; the update has no sealed original to start from.
-- fix:        reseal-system, full-installer, reinstall-over
-- over:       system-files/error-code
SELECT source, line, ns, text FROM (
  SELECT source, line, ns, text, 0 AS place FROM signal WHERE name IN ('system-root-hash')
  UNION ALL SELECT source, line, ns, COALESCE(text, name || ': ' || value), 1 FROM security WHERE name = 'authenticated_root' AND value = 'disabled')
WHERE EXISTS (SELECT 1 FROM signal WHERE name IN ('system-root-hash')) AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed')
  AND EXISTS (SELECT 1 FROM security WHERE name = 'authenticated_root' AND value = 'disabled') AND NOT EXISTS (SELECT 1 FROM volume WHERE sealed = 'Yes')
ORDER BY place
