-- rule:       signing-server/refuses-now
-- stage:      personalize
-- strength:   suggests
-- confidence: 0.78
-- title:      Asked now, the signing server refuses a ticket for build {build} (STATUS {status})
-- because:    tailor sent the request itself: the server was reached, and does not sign this build for this Mac, or finds the request wrong.
-- fix:        use-signed-build, wait-and-retry
-- over:       network/dialog, network/dialog-vague, network/error-code
SELECT source, line, ns, text, status, COALESCE(build, '(unnamed)') AS build FROM exchange
WHERE outcome = 'refused' AND host LIKE '%.apple.com'
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('preflight', 'personalize'))
