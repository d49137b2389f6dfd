-- rule:       outcome/signing-server-answered
-- strength:   hints
-- title:      The signing server answered and granted the ticket, so neither the network nor the server is at fault
SELECT s.source, s.line, s.ns, s.text FROM signal AS s LEFT JOIN attempt AS a ON a.judged = 1
WHERE s.name IN ('tss-response-received', 'shsh-received') AND (a.attempt IS NULL OR s.ns IS NULL OR a.start_ns IS NULL OR s.ns BETWEEN a.start_ns AND a.end_ns)
