-- rule:       signing-server/granted-now
-- stage:      personalize
-- strength:   hints
-- title:      The signing server refused the update then, and grants a ticket for build {build} now: another try may succeed
-- because:    Right after a release, or while servers are out of order, a refusal passes by itself.
-- fix:        wait-and-retry
SELECT g.source, g.line, g.ns, g.text, COALESCE(g.build, '(unnamed)') AS build FROM exchange AS g
WHERE g.outcome = 'granted' AND g.host LIKE '%.apple.com'
  AND EXISTS (SELECT 1 FROM failed_request WHERE overcome = 0 AND kind IN ('tss', 'http'))
