-- rule:       clock/off
-- strength:   suggests
-- confidence: 0.66
-- title:      The Mac's clock is off by {offset} seconds, and a certificate was refused
-- because:    A clock this far off breaks certificate checks and time-limited tokens.
-- fix:        set-clock
-- over:       network/certificate-refused, network/error-code
SELECT source, line, ns, printf('%+.0f seconds against %s', offset_seconds, COALESCE(server, 'the time server')) AS text, printf('%+.0f', offset_seconds) AS offset
FROM clock WHERE (abs(offset_seconds) BETWEEN 300 AND 86400 AND EXISTS (SELECT 1 FROM clock_symptom WHERE dated = 1)) OR (abs(offset_seconds) BETWEEN 86400 AND 30 * 86400 AND EXISTS (SELECT 1 FROM failed_request WHERE kind = 'tls' AND overcome = 0))
