-- rule:       outcome/process-ended
-- strength:   hints
-- title:      A process of the update was ended or crashed
-- fix:        collect-more, safe-mode
SELECT source, line, ns, text FROM signal WHERE name IN ('killed-9', 'bus-error', 'segfault', 'startosinstall-exit')
UNION ALL
SELECT c.source, c.line, c.ns, c.kind || ' of ' || c.process || ': ' || COALESCE(c.reason, c.text) FROM crash AS c JOIN attempt AS a ON a.judged = 1
WHERE c.ns BETWEEN a.start_ns - 900000000000 AND a.end_ns + 3600000000000
