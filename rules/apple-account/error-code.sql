-- rule:       apple-account/error-code
-- strength:   suggests
-- confidence: 0.7
-- title:      {domain} {code}: {meaning}
-- because:    The error code itself belongs to this cause.
-- fix:        sign-out-and-in
SELECT e.source, e.line, e.ns, e.quote AS text, e.domain, e.code, e.meaning, e.stage
FROM error AS e WHERE e.cause = 'apple-account' AND EXISTS (SELECT 1 FROM failed_request AS f WHERE f.source = e.source AND f.line = e.line AND f.kind = 'account' AND f.overcome = 0)
ORDER BY e.chain, e.depth DESC
