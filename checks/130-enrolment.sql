-- check:    enrolment
-- stage:    scan
-- title:    beta enrolment
-- cause:    apple-account
-- because:  A beta is granted only to who is enrolled for it.
-- fix:      fix-enrolment, use-signed-build
-- fails:    apple-account/not-enrolled
-- notes:    apple-account/enrolment-by-tool
-- tells:    seedutil_current
-- unknown:  nothing tells whether this Mac is enrolled in a beta programme
WITH target AS (SELECT :build GLOB '[0-9][0-9][A-Z][5-9][0-9][0-9][0-9]*[a-z]' AS beta)
SELECT CASE WHEN t.beta = 1 AND s.enrolled = 0 AND COALESCE(s.build_is_seed, 0) = 0 THEN 'failed' ELSE 'passed' END AS outcome,
       CASE WHEN t.beta = 1 AND s.enrolled = 0 AND COALESCE(s.build_is_seed, 0) = 0 THEN :build || ' is a beta, and this Mac is enrolled in no beta programme'
            WHEN s.enrolled = 1 THEN 'This Mac is enrolled in a beta programme' || COALESCE(' (' || s.program || ')', '') || CASE WHEN t.beta = 0 THEN '; public builds are offered too' ELSE '' END
            ELSE 'This Mac takes public builds, and is enrolled in no beta programme' END AS says,
       s.source, s.line, s.ns, s.text FROM seed AS s JOIN target AS t WHERE s.enrolled IS NOT NULL
