-- rule:       apple-account/not-enrolled
-- strength:   suggests
-- confidence: 0.8
-- title:      {build} is a beta, and this Mac is enrolled in no beta programme
-- because:    Apple hands out and signs a beta for those enrolled in its programme; this Mac is not.
-- fix:        fix-enrolment, use-signed-build
-- over:       signing-server, apple-account/error-code
WITH target AS (
  SELECT a.source, a.line, a.ns, a.text, a.target_build AS build FROM attempt AS a WHERE a.judged = 1 AND (a.outcome = 'failed' OR a.last_stage = 'personalize')
    AND a.target_build GLOB '[0-9][0-9][A-Z][5-9][0-9][0-9][0-9]*[a-z]'),
missing AS (SELECT * FROM seed WHERE enrolled = 0),
refused AS (
  SELECT source, line, ns, text FROM failed_request WHERE overcome = 0 AND ((domain = 'HTTP' AND code = 401) OR kind = 'tss')
  UNION ALL SELECT source, line, ns, text FROM signal WHERE name IN ('seed-not-entitled', 'not-currently-available', 'no-such-update', 'tss-authorize', 'update-not-found'))
SELECT m.source, m.line, m.ns, m.text, t.build FROM missing AS m, target AS t WHERE COALESCE(m.build_is_seed, 0) = 0 AND EXISTS (SELECT 1 FROM refused)
UNION ALL SELECT source, line, ns, text, '' FROM refused WHERE EXISTS (SELECT 1 FROM missing WHERE COALESCE(build_is_seed, 0) = 0) AND EXISTS (SELECT 1 FROM target)
