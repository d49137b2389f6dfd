-- rule:       software-conflict/agent-takes-daemon
-- stage:      download
-- strength:   proves
-- confidence: 0.9
-- title:      {client} takes the update daemon away again and again
-- because:    Each new client ends what the one before it had begun, so the update never finishes.
-- fix:        stop-agent
-- over:       software-conflict, network/error-code
WITH told AS (
  SELECT *, CASE WHEN instr(quote, 'clientID:') THEN substr(quote, instr(quote, 'clientID:') + 9, instr(substr(quote, instr(quote, 'clientID:') + 9), '|') - 1) END AS client
  FROM error WHERE domain = 'SUMacControllerError' AND code = 7509 AND (ns IS NULL OR ns >= COALESCE((SELECT start_ns FROM attempt WHERE judged = 1), (SELECT MAX(CAST(strftime('%s', mac_time) AS INTEGER)) * 1000000000 - 2592000000000000 FROM clock), 0) - 86400000000000)),
lost AS (SELECT * FROM told WHERE client NOT LIKE 'com.apple.%'),
often AS (SELECT client FROM lost GROUP BY client HAVING COUNT(DISTINCT ns) >= 3)
SELECT source, line, ns, quote AS text, client FROM lost WHERE client IN (SELECT client FROM often)
UNION ALL
SELECT p.source, p.line, p.ns, p.command, '' FROM process AS p
WHERE EXISTS (SELECT 1 FROM often) AND (p.command LIKE '%softwareupdate --%' OR p.product IS NOT NULL OR p.command LIKE '%/Library/Application Support/%')
