-- rule:       clock/slightly-off
-- strength:   hints
-- title:      The Mac's clock is off by {offset} seconds
-- because:    It can break tokens that are good for minutes only; certificates bear it.
-- fix:        set-clock
SELECT source, line, ns, printf('%+.0f seconds against %s', offset_seconds, COALESCE(server, 'the time server')) AS text, printf('%+.0f', offset_seconds) AS offset
FROM clock WHERE abs(offset_seconds) BETWEEN 120 AND 86400
