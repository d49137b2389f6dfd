-- rule:       network/offline
-- strength:   suggests
-- confidence: 0.75
-- title:      The Mac reported that it is offline
-- because:    Without a connection no ticket can be asked for.
-- fix:        connect-network
-- over:       network/error-code, network/dialog, network/signing-server-unreachable, network/unreachable, signing-server/error-code
SELECT source, line, ns, quote AS text FROM error WHERE domain IN ('NSURLErrorDomain', 'kCFErrorDomainCFNetwork') AND code = -1009
