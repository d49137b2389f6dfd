-- rule:       clock/probe-dates
-- strength:   proves
-- confidence: 0.92
-- title:      The clock is off by {offset} seconds, and by it {n} certificates of Apple's hosts are outside their dates
-- because:    On a wrong clock a good certificate looks expired or not yet valid, and the connection is refused.
-- fix:        set-clock
-- over:       network, clock/off, clock/slightly-off, clock/certificate-date, signing-server/dialog
WITH off AS (SELECT offset_seconds AS offset FROM clock WHERE abs(offset_seconds) > 3600 LIMIT 1),
broken AS (SELECT e.*, off.offset FROM endpoint AS e, off WHERE (off.offset > 0 AND e.tls_outcome = 'not-yet-valid') OR (off.offset < 0 AND e.tls_outcome = 'expired'))
SELECT source, line, ns, text, host, stage, printf('%+.0f', offset) AS offset, COUNT(*) OVER () AS n FROM broken
WHERE EXISTS (SELECT 1 FROM blocked_endpoint WHERE explains IS NOT NULL AND outcome IN ('expired', 'not-yet-valid'))
ORDER BY (host, port) IN (SELECT host, port FROM blocked_endpoint WHERE explains IS NOT NULL) DESC
