-- rule:       clock/probe-dates
-- strength:   proves
-- confidence: 0.92
-- title:      The clock is off by {offset} seconds, and by it Apple's certificate is outside its dates
-- because:    On a wrong clock a good certificate looks expired or not yet valid, and the connection is refused.
-- fix:        set-clock
-- over:       network, clock/off, clock/slightly-off, clock/certificate-date, signing-server/dialog
SELECT b.source, b.line, b.ns, b.text, b.host, b.stage, printf('%+.0f', c.offset_seconds) AS offset FROM blocked_endpoint AS b
JOIN clock AS c ON abs(c.offset_seconds) > 3600 WHERE b.explains IS NOT NULL AND b.outcome IN ('expired', 'not-yet-valid')
