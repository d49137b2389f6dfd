-- rule:       clock/certificate-date
-- strength:   suggests
-- confidence: 0.72
-- title:      A certificate is outside its dates for this Mac's clock
-- because:    The right certificate looks not yet valid or expired when the clock is wrong.
-- fix:        set-clock
-- over:       network/certificate-refused
SELECT source, line, ns, quote AS text FROM error
WHERE (code IN (-67818, -9815) OR stream_error = -9815) AND NOT EXISTS (SELECT 1 FROM clock WHERE abs(offset_seconds) <= 300)
