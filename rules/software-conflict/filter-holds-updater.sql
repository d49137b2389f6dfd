-- rule:       software-conflict/filter-holds-updater
-- strength:   proves
-- confidence: 0.9
-- title:      {name} holds back the connections of the updater
-- because:    The filter waits for an answer that nobody can give, and the updater's connections time out.
-- fix:        disable-filter, remove-security-software, safe-mode
-- over:       network, software-conflict
WITH held AS (
  SELECT * FROM signal WHERE name IN ('filter-paused-flow') AND (ns IS NULL OR ns >= COALESCE((SELECT start_ns FROM attempt WHERE judged = 1), (SELECT MAX(CAST(strftime('%s', mac_time) AS INTEGER)) * 1000000000 - 2592000000000000 FROM clock), 0) - 86400000000000)
    AND (EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND (outcome = 'failed' OR last_stage = 'personalize') AND last_stage NOT IN ('apply', 'boot')) OR EXISTS (SELECT 1 FROM dialog WHERE sense = 'failure'))
    AND (EXISTS (SELECT 1 FROM signal AS f WHERE f.name IN ('lulu-flow') AND (f.host LIKE '%apple.com' OR f.text LIKE '%softwareupdate%' OR f.text LIKE '%nsurlsessiond%' OR f.text LIKE '%UpdateBrain%'))
         OR text LIKE '%apple.com%' OR text LIKE '%softwareupdate%' OR text LIKE '%nsurlsessiond%'))
SELECT s.source, s.line, s.ns, s.text, COALESCE((SELECT name FROM system_extension WHERE active = 1 AND category LIKE 'network%' LIMIT 1), s.process, 'a network filter') AS name FROM held AS s
UNION ALL
SELECT source, line, ns, text, name FROM system_extension WHERE active = 1 AND category LIKE 'network%' AND EXISTS (SELECT 1 FROM held)
