-- rule:       network/name-not-resolved
-- strength:   suggests
-- confidence: 0.75
-- title:      {host} cannot be resolved
-- because:    Without its address the Mac cannot ask Apple's server.
-- fix:        fix-dns, exempt-apple-hosts
-- over:       network/error-code, network/dialog, network/signing-server-unreachable, network/unreachable, network/offline, apple-account/dialog
SELECT source, line, ns, text, COALESCE(host, 'A host') AS host FROM failed_request
WHERE kind = 'name' AND overcome = 0 AND (apple = 1 OR host IS NULL) ORDER BY host IS NULL
