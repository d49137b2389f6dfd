-- rule:       software-conflict/two-installers
-- stage:      prepare
-- strength:   suggests
-- confidence: 0.72
-- title:      The installer runs {n} times at once
-- because:    Two runs of startosinstall wait for each other, and neither goes on until the Mac is restarted.
-- source:     kc9wwh/macOSUpgrade#102
-- fix:        end-other-installer, clear-partial-update
WITH run AS (
  SELECT source, line, ns, text, pid FROM process AS p WHERE name = 'startosinstall' AND NOT EXISTS (SELECT 1 FROM process AS q WHERE q.name = 'startosinstall' AND q.pid = p.ppid))
SELECT source, line, ns, text, (SELECT COUNT(DISTINCT pid) FROM run) AS n FROM run
WHERE (SELECT COUNT(DISTINCT pid) FROM run) > 1
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome <> 'succeeded' AND last_stage IN ('preflight', 'prepare', 'apply') UNION ALL SELECT 1 FROM dialog WHERE sense = 'failure')
