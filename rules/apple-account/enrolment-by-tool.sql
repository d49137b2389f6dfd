-- rule:       apple-account/enrolment-by-tool
-- stage:      scan
-- strength:   suggests
-- confidence: 0.74
-- title:      The beta programme was chosen with seedutil, which enrols no Mac any more
-- because:    From macOS 13.4 on the programme follows the Apple Account that is chosen in Software Update; without it the beta is not offered.
-- fix:        fix-enrolment
-- over:       signing-server/not-authorized
-- source:     MacThings/anymacos#3
WITH tool AS (SELECT * FROM signal WHERE name = 'seed-tool-refused'),
refused AS (
  SELECT s.source, s.line, s.ns, s.text FROM signal AS s JOIN attempt AS a ON a.judged = 1 AND a.outcome = 'failed' AND a.last_stage IN ('scan', 'download')
  WHERE s.name IN ('no-such-update', 'not-currently-available', 'update-not-found', 'fetch-installer-failed', 'target-not-offered', 'no-updates-found'))
SELECT source, line, ns, text FROM tool WHERE EXISTS (SELECT 1 FROM refused) AND NOT EXISTS (SELECT 1 FROM seed WHERE enrolled = 1)
UNION ALL SELECT source, line, ns, text FROM refused WHERE EXISTS (SELECT 1 FROM tool) AND NOT EXISTS (SELECT 1 FROM seed WHERE enrolled = 1)
