-- rule:       apple-account/not-entitled
-- strength:   suggests
-- confidence: 0.75
-- title:      Apple says that this account or Mac is not enrolled in the beta
-- because:    Apple hands out a beta to those enrolled in its programme only.
-- fix:        fix-enrolment
-- over:       apple-account/error-code
SELECT source, line, ns, text FROM signal WHERE name = 'seed-not-entitled'
UNION ALL SELECT source, line, ns, text FROM dialog WHERE dialog = 'beta-not-enrolled'
