-- rule:       firmware/efi-partition-damaged
-- stage:      prepare
-- strength:   proves
-- confidence: 0.91
-- title:      The EFI partition, on which firmware is staged, is damaged
-- because:    The installer cannot verify or write firmware there; repairing the disk from Recovery mends it.
-- fix:        repair-efi-partition, first-aid
-- over:       firmware, system-files, installer/error-code
-- source:     discussions.apple.com thread 8086130
WITH failure AS (
  SELECT source, line, ns, text FROM dialog WHERE dialog IN ('firmware-verify-failed', 'firmware-update-failed', 'firmware-not-updated')
  UNION ALL SELECT s.source, s.line, s.ns, s.text FROM signal AS s JOIN attempt AS a ON a.judged = 1 AND a.outcome = 'failed'
    WHERE s.name = 'firmware-update-failed' OR (s.name = 'verify-failed' AND s.detail LIKE '%firmware%')
  UNION ALL SELECT e.source, e.line, e.ns, e.quote FROM error AS e JOIN attempt AS a ON a.judged = 1 AND a.outcome = 'failed'
    WHERE e.domain = 'com.apple.osinstall' AND e.code BETWEEN 500 AND 512)
SELECT source, line, NULL AS ns, text FROM signal WHERE name = 'efi-partition-bad' AND EXISTS (SELECT 1 FROM failure)
  AND NOT EXISTS (SELECT 1 FROM mac WHERE kind = 'apple-silicon')
UNION ALL SELECT source, line, ns, text FROM failure WHERE EXISTS (SELECT 1 FROM signal WHERE name = 'efi-partition-bad') AND NOT EXISTS (SELECT 1 FROM mac WHERE kind = 'apple-silicon')
