-- rule:       clock/probe-certificates-expired
-- strength:   suggests
-- confidence: 0.78
-- title:      By the clock, certificates of several of Apple's hosts have expired: it is ahead
-- because:    One host may show an old certificate; several that expired on different days, and all genuine, tell of a clock that is ahead.
-- fix:        set-clock
-- over:       network, clock/certificate-date, signing-server/dialog
WITH late AS (SELECT * FROM endpoint WHERE tls_outcome = 'expired' AND trust IN ('apple', 'public') AND not_after < probed)
SELECT source, line, ns, text FROM late WHERE (SELECT COUNT(DISTINCT not_after) FROM late) > 1
  AND EXISTS (SELECT 1 FROM blocked_endpoint WHERE explains IS NOT NULL AND outcome = 'expired') AND NOT EXISTS (SELECT 1 FROM clock WHERE offset_seconds IS NOT NULL)
