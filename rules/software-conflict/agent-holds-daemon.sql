-- rule:       software-conflict/agent-holds-daemon
-- stage:      scan
-- strength:   suggests
-- confidence: 0.74
-- title:      {name} keeps the update daemon busy
-- because:    Each request was refused because another client holds softwareupdated (7507), and this program asks it again and again.
-- fix:        stop-agent
-- over:       network/error-code
WITH refused AS (SELECT * FROM error WHERE domain = 'SUMacControllerError' AND code = 7507 AND (ns IS NULL OR ns >= COALESCE((SELECT start_ns FROM attempt WHERE judged = 1), (SELECT MAX(CAST(strftime('%s', mac_time) AS INTEGER)) * 1000000000 - 2592000000000000 FROM clock), 0) - 86400000000000)),
caller AS (
  SELECT source, line, ns, command AS text, COALESCE(product, name) AS name FROM process WHERE command LIKE '%softwareupdate -%' AND COALESCE(apple, 1) = 1 AND ppid <> 1
  UNION ALL SELECT source, line, ns, label || ': ' || program_arguments, label FROM launchd_job WHERE COALESCE(apple, 0) = 0 AND program_arguments LIKE '%softwareupdate%' AND COALESCE(disabled, 0) = 0
    AND (start_interval > 0 OR keep_alive = 1 OR run_at_load = 1))
SELECT source, line, ns, quote AS text, (SELECT name FROM caller LIMIT 1) AS name FROM refused WHERE (SELECT COUNT(DISTINCT ns) FROM refused) >= 3 AND EXISTS (SELECT 1 FROM caller)
UNION ALL
SELECT source, line, ns, text, name FROM caller WHERE (SELECT COUNT(DISTINCT ns) FROM refused) >= 3
