-- rule:       system-files/damage-behind-firmware
-- stage:      prepare
-- strength:   suggests
-- confidence: 0.77
-- title:      The check of the disk failed, and the firmware cannot be verified from it
-- because:    The firmware's files go over the EFI partition of the disk; damage there shows itself as a firmware that does not verify, and repairing the whole disk mends it.
-- source:     discussions.apple.com/thread/8086130
-- fix:        first-aid
-- over:       firmware, system-files/damaged-file-system
WITH told AS (SELECT source, line, ns, text FROM dialog WHERE dialog IN ('firmware-verify-failed', 'firmware-not-updated') AND sense = 'failure'
              UNION ALL SELECT source, line, ns, text FROM signal WHERE name IN ('verify-failed', 'firmware-update-failed')),
bad AS (SELECT source, line, ns, text FROM signal AS f WHERE (name IN ('fsck-bad', 'first-aid-failed', 'smart-failing') OR (name = 'fsck-exit' AND sense = 'failure') OR (name = 'diskutil-error' AND code IN ('-69716', '-69845', '-69854')))
          AND NOT EXISTS (SELECT 1 FROM signal AS g WHERE g.name = 'fsck-exit' AND g.sense = 'success' AND g.source = f.source AND g.line > f.line))
SELECT * FROM bad WHERE EXISTS (SELECT 1 FROM told) AND EXISTS (SELECT 1 FROM mac WHERE kind = 'intel')
UNION ALL SELECT * FROM told WHERE EXISTS (SELECT 1 FROM bad) AND EXISTS (SELECT 1 FROM mac WHERE kind = 'intel')
