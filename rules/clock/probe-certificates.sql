-- rule:       clock/probe-certificates
-- strength:   proves
-- confidence: 0.9
-- title:      The clock is at least {days} days behind: genuine certificates are not valid yet by it
-- because:    Nobody has a certificate before it was issued. By this clock the connection to Apple is refused though nothing is wrong with it.
-- fix:        set-clock
-- over:       network, clock/certificate-date, signing-server/dialog
WITH early AS (SELECT e.*, julianday(e.not_before) - julianday(e.probed) AS behind FROM endpoint AS e
  WHERE e.tls_outcome = 'not-yet-valid' AND e.trust IN ('apple', 'public') AND e.not_before > e.probed)
SELECT source, line, ns, text, printf('%.1f', MAX(behind) OVER ()) AS days FROM early
WHERE EXISTS (SELECT 1 FROM blocked_endpoint WHERE explains IS NOT NULL AND outcome = 'not-yet-valid') AND NOT EXISTS (SELECT 1 FROM clock WHERE offset_seconds IS NOT NULL)
ORDER BY behind DESC
