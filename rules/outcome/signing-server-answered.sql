-- rule:       outcome/signing-server-answered
-- strength:   hints
-- title:      The signing server was reached and granted a ticket: neither it nor the network on the way to it is at fault
-- note:       yes
WITH answer AS (
  SELECT e.* FROM signing_exchange AS e LEFT JOIN attempt AS a ON a.judged = 1
  WHERE e.asked_by = 'mac' AND (a.attempt IS NULL OR (e.ns IS NULL AND (a.start_ns IS NULL OR a.kind = 'tool')) OR a.start_ns IS NULL OR e.ns BETWEEN a.start_ns AND a.end_ns))
SELECT source, line, ns, text FROM answer AS g WHERE outcome = 'granted'
  AND NOT EXISTS (SELECT 1 FROM answer AS l WHERE l.outcome IN ('refused', 'http', 'unreachable', 'failed')
                  AND (l.ns > g.ns OR (l.source = g.source AND l.line > g.line)))
