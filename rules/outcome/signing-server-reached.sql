-- rule:       outcome/signing-server-reached
-- strength:   hints
-- title:      The signing server was reached and gave its answer, a refusal: it is not the network
-- note:       yes
WITH answer AS (
  SELECT e.* FROM signing_exchange AS e LEFT JOIN attempt AS a ON a.judged = 1
  WHERE e.asked_by = 'mac' AND (a.attempt IS NULL OR (e.ns IS NULL AND (a.start_ns IS NULL OR a.kind = 'tool')) OR a.start_ns IS NULL OR e.ns BETWEEN a.start_ns AND a.end_ns))
SELECT source, line, ns, text FROM answer AS r WHERE outcome = 'refused'
  AND NOT EXISTS (SELECT 1 FROM answer AS l WHERE l.outcome IN ('granted', 'http', 'unreachable') AND (l.ns > r.ns OR (l.source = r.source AND l.line > r.line)))
  -- A line in the hosts file may have sent the request to a server that imitates Apple's.
  AND NOT EXISTS (SELECT 1 FROM hosts_entry WHERE name LIKE '%.apple.com')
