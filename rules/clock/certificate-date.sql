-- rule:       clock/certificate-date
-- strength:   suggests
-- confidence: 0.72
-- title:      A certificate is outside its dates for this Mac's clock
-- because:    The right certificate looks not yet valid or expired when the clock is wrong.
-- fix:        set-clock
-- over:       network/certificate-refused, network/error-code, network/curl-failed
SELECT e.source, e.line, e.ns, e.quote AS text FROM error AS e LEFT JOIN attempt AS a ON a.judged = 1
WHERE (e.code IN (-67819, -9815, -1204, -2147409653) OR e.stream_error = -9815) AND NOT EXISTS (SELECT 1 FROM clock WHERE abs(offset_seconds) <= 300)
  AND (a.start_ns IS NULL OR e.ns IS NULL OR e.ns BETWEEN a.start_ns - 900000000000 AND a.end_ns + 3600000000000)
UNION ALL
SELECT source, line, ns, text FROM signal WHERE (name IN ('cert-not-yet-valid', 'trust-time-invalid') OR (name IN ('curl-certificate', 'python-certificate') AND text LIKE '%not yet valid%'))
  AND NOT EXISTS (SELECT 1 FROM clock WHERE abs(offset_seconds) <= 300)
