-- rule:       clock/wrong
-- strength:   proves
-- confidence: 0.95
-- title:      The Mac's clock is wrong by {offset} seconds
-- because:    Certificates and signatures look expired or not yet valid on a wrong clock, so servers and packages are refused.
-- fix:        set-clock
-- over:       network, installer, signing-server, system-files/error-code, configuration-data/error-code
SELECT source, line, ns, text, offset FROM (
  SELECT c.source, c.line, c.ns, printf('%+.0f seconds against %s', c.offset_seconds, COALESCE(c.server, 'the time server')) AS text, printf('%+.0f', c.offset_seconds) AS offset, 0 AS place
  FROM clock AS c WHERE abs(c.offset_seconds) > 86400
  UNION ALL
  SELECT d.source, d.line, d.ns, d.mac_time, '', 1 FROM clock AS d WHERE d.mac_time IS NOT NULL AND EXISTS (SELECT 1 FROM clock WHERE abs(offset_seconds) > 86400)
  UNION ALL
  SELECT e.source, e.line, e.ns, e.quote, '', 2 FROM error AS e WHERE (e.code IN (-67818, -9814, -9815, -2147409652, -2147409654) OR e.code IN (-1200, -1202)) AND EXISTS (SELECT 1 FROM clock WHERE abs(offset_seconds) > 86400)
) ORDER BY place
