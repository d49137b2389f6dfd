-- rule:       software-conflict/filter-holds-updater
-- strength:   proves
-- confidence: 0.9
-- title:      {name} holds back the connections of the updater
-- because:    The filter waits for an answer that nobody can give, and the updater's connections time out.
-- fix:        disable-filter, remove-security-software, safe-mode
-- over:       network, software-conflict
SELECT s.source, s.line, s.ns, s.text, COALESCE((SELECT name FROM system_extension WHERE active = 1 AND category LIKE 'network%' LIMIT 1), s.process, 'a network filter') AS name
FROM signal AS s WHERE s.name IN ('filter-paused-flow')
UNION ALL
SELECT source, line, ns, text, name FROM system_extension WHERE active = 1 AND category LIKE 'network%' AND EXISTS (SELECT 1 FROM signal WHERE name IN ('filter-paused-flow'))
