-- rule:       network/content-cache
-- strength:   suggests
-- confidence: 0.74
-- title:      The content cache in the local network did not deliver
-- because:    The Mac takes the update from a content cache that it was told of; that cache answers not or wrongly.
-- fix:        bypass-content-cache, connect-network, wait-and-retry
-- over:       network/error-code, network/dialog, network/unreachable
-- source:     Apple support 101555; the source= of a cached URL as in Apple's content caching
SELECT source, line, ns, text, host FROM failed_request WHERE kind = 'cache' AND overcome = 0
