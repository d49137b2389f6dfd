-- rule:       ownership/no-authorized-users
-- stage:      personalize
-- strength:   suggests
-- confidence: 0.76
-- title:      The volume has no user who may authorize it
-- because:    On Apple silicon each system has its own list of owners; a disk from another Mac or an older installation names nobody of this one.
-- fix:        fix-ownership, reset-local-policy
-- over:       ownership/dialog, ownership/error-code, startup-security/error-code
-- source:     eclecticlight.co, 2021-12-17; Apple Platform Deployment, volume ownership
SELECT s.source, s.line, s.ns, s.text FROM signal AS s JOIN attempt AS a ON a.judged = 1 AND a.outcome = 'failed' AND a.last_stage IN ('preflight', 'personalize', 'apply', 'boot')
WHERE s.name = 'no-owner-users' AND (s.ns IS NULL OR a.start_ns IS NULL OR s.ns BETWEEN a.start_ns AND a.end_ns + 60000000000)
  AND NOT EXISTS (SELECT 1 FROM mac WHERE kind IN ('intel', 't2'))
UNION ALL SELECT source, line, ns, text FROM dialog WHERE cause = 'ownership' AND text LIKE '%no authorized users%' AND NOT EXISTS (SELECT 1 FROM mac WHERE kind IN ('intel', 't2'))
