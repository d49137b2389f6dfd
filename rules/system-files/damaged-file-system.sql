-- rule:       system-files/damaged-file-system
-- strength:   suggests
-- confidence: 0.66
-- title:      The file system is damaged
-- because:    A damaged file system loses or alters files that the update needs.
-- fix:        first-aid, back-up, reinstall-over
-- over:       system-files/error-code
WITH checked AS ( -- what First Aid found lasts: of the last two days, unless a later check was good
  SELECT * FROM signal AS f WHERE (name IN ('fsck-bad', 'first-aid-failed', 'smart-failing') OR (name IN ('fsck-exit') AND sense = 'failure') OR (name = 'diskutil-error' AND code IN ('-69716', '-69845')))
    AND (ns IS NULL OR ns > (SELECT start_ns FROM attempt WHERE judged = 1) - 172800000000000)
    AND NOT EXISTS (SELECT 1 FROM signal AS g WHERE g.name = 'fsck-exit' AND g.sense = 'success' AND g.source = f.source AND g.line > f.line))
SELECT source, line, CASE WHEN EXISTS (SELECT 1 FROM checked AS c WHERE c.source = signal.source AND c.line = signal.line) THEN NULL ELSE ns END AS ns, text FROM signal
WHERE (name IN ('verifying-boot-failed') OR EXISTS (SELECT 1 FROM checked AS c WHERE c.source = signal.source AND c.line = signal.line AND c.name = signal.name)
   OR (name IN ('apfs-error') AND (text LIKE '%corrupt%' OR text LIKE '%checksum%' OR text LIKE '%I/O error%'))
   OR (name IN ('disk-io-error') AND (text LIKE '%disk0%' OR EXISTS (SELECT 1 FROM volume AS v JOIN container AS c ON c.reference = v.container WHERE c.has_system_role = 1 AND instr(signal.text, v.device || ':') > 0)
                                   OR (NOT EXISTS (SELECT 1 FROM volume) AND (text LIKE '%disk1%' OR text LIKE '%disk3%')))))
  AND (EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('download', 'prepare', 'apply', 'boot'))
       OR EXISTS (SELECT 1 FROM dialog WHERE sense = 'failure' AND stage IN ('prepare', 'apply', 'boot')))
