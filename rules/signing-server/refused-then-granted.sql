-- rule:       signing-server/refused-then-granted
-- stage:      personalize
-- strength:   hints
-- title:      The signing server refused first and granted afterwards
-- because:    Right after a release or a change to an account, servers do not yet agree; the retry was enough.
-- fix:        wait-and-retry
SELECT source, line, ns, text FROM failed_request WHERE overcome = 1 AND kind IN ('http', 'tss')
