-- rule:       hardware-support/error-code
-- strength:   suggests
-- confidence: 0.7
-- title:      {domain} {code}: {meaning}
-- because:    The error code itself belongs to this cause.
-- fix:        use-supported-mac
SELECT e.source, e.line, e.ns, e.quote AS text, e.domain, e.code, e.meaning, e.stage
FROM error AS e LEFT JOIN attempt AS a ON a.judged = 1
WHERE e.cause = 'hardware-support' AND (a.start_ns IS NULL OR e.ns IS NULL OR e.ns BETWEEN a.start_ns - 900000000000 AND a.end_ns + 3600000000000)
  -- The innermost error that names a cause counts.
  AND NOT EXISTS (SELECT 1 FROM error AS u WHERE u.source = e.source AND u.chain = e.chain AND u.depth > e.depth AND u.cause IS NOT NULL AND u.cause <> e.cause)
ORDER BY e.chain, e.depth DESC
