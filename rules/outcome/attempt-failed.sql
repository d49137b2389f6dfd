-- rule:       outcome/attempt-failed
-- strength:   hints
-- title:      The last attempt failed at stage {stage}
SELECT source, line, ns, text, last_stage AS stage FROM attempt WHERE judged = 1 AND outcome = 'failed'
UNION ALL
SELECT s.source, s.line, s.ns, s.text, a.last_stage FROM attempt AS a JOIN signal AS s
  ON s.sense = 'failure' AND s.source = a.source AND (s.ns BETWEEN a.start_ns AND a.end_ns OR (s.ns IS NULL AND a.start_ns IS NULL))
WHERE a.judged = 1 AND a.outcome = 'failed'
