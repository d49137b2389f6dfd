-- rule:       network/name-not-resolved
-- strength:   suggests
-- confidence: 0.75
-- title:      {host} cannot be resolved
-- because:    Without its address the Mac cannot ask Apple's server.
-- fix:        fix-dns, exempt-apple-hosts
-- over:       network/error-code, network/dialog, network/signing-server-unreachable, signing-server/error-code, network/unreachable
SELECT source, line, ns, quote AS text, host FROM error
WHERE domain IN ('NSURLErrorDomain', 'kCFErrorDomainCFNetwork') AND code IN (-1003, -1006) AND (host LIKE '%.apple.com' OR host LIKE '%cdn-apple.com' OR host IS NULL)
