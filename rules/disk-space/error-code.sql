-- rule:       disk-space/error-code
-- strength:   suggests
-- confidence: 0.7
-- title:      {domain} {code}: {meaning}
-- because:    The error code itself belongs to this cause.
-- fix:        free-space, delete-snapshots
SELECT e.source, e.line, e.ns, e.quote AS text, e.domain, e.code, e.meaning, e.stage
FROM error AS e LEFT JOIN attempt AS a ON a.judged = 1
WHERE e.cause = 'disk-space' AND (a.start_ns IS NULL OR e.ns IS NULL OR e.ns BETWEEN a.start_ns - 900000000000 AND a.end_ns + 3600000000000)
  AND NOT (e.domain = 'NSPOSIXErrorDomain' AND e.process IS NOT NULL AND e.process NOT LIKE 'com.apple%' AND e.process LIKE '%.%')
ORDER BY e.chain, e.depth DESC
