-- rule:       clock/wrong
-- strength:   proves
-- confidence: 0.95
-- title:      The Mac's clock is wrong by {offset} seconds
-- because:    Certificates and signatures look expired or not yet valid on a wrong clock, so servers and packages are refused.
-- fix:        set-clock
-- over:       network, installer, signing-server, system-files/error-code, apple-account/dialog, apple-account/error-code
WITH
failure AS (
  SELECT last_stage AS stage FROM attempt WHERE judged = 1 AND (outcome = 'failed' OR last_stage = 'personalize')
  UNION ALL SELECT stage FROM dialog WHERE sense = 'failure'),
off AS (
  SELECT * FROM clock WHERE (abs(offset_seconds) > 86400 AND EXISTS (SELECT 1 FROM clock_symptom WHERE dated = 1 UNION ALL SELECT 1 FROM attempt WHERE kind = 'supposed'))
    OR (abs(offset_seconds) > 30 * 86400 AND (EXISTS (SELECT 1 FROM clock_symptom) OR EXISTS (SELECT 1 FROM failure WHERE stage IN ('scan', 'download', 'personalize')))))
SELECT source, line, ns, text, offset FROM (
  SELECT c.source, c.line, c.ns, printf('%+.0f seconds against %s', c.offset_seconds, COALESCE(c.server, 'the time server')) AS text, printf('%+.0f', c.offset_seconds) AS offset, 0 AS place
  FROM off AS c
  UNION ALL
  SELECT d.source, d.line, d.ns, d.mac_time, '', 1 FROM clock AS d WHERE d.mac_time IS NOT NULL AND EXISTS (SELECT 1 FROM off)
  UNION ALL
  SELECT source, line, ns, text, '', 2 FROM clock_symptom WHERE EXISTS (SELECT 1 FROM off)
) WHERE EXISTS (SELECT 1 FROM failure) ORDER BY place
