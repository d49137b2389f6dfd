-- rule:       clock/off
-- strength:   suggests
-- confidence: 0.62
-- title:      The Mac's clock is off by {offset} seconds
-- because:    A clock this far off breaks certificate checks and time-limited tokens.
-- fix:        set-clock
SELECT source, line, ns, printf('%+.0f seconds against %s', offset_seconds, COALESCE(server, 'the time server')) AS text, printf('%+.0f', offset_seconds) AS offset
FROM clock WHERE abs(offset_seconds) BETWEEN 300 AND 86400
