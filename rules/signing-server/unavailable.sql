-- rule:       signing-server/unavailable
-- stage:      personalize
-- strength:   proves
-- confidence: 0.9
-- title:      The signing server answered HTTP {code}
-- because:    The server itself is out of order or overloaded; nothing on this Mac needs mending.
-- fix:        wait-and-retry
-- over:       network/error-code, network/signing-server-unreachable, network/unreachable
SELECT source, line, ns, text, CASE WHEN domain = 'HTTP' THEN code ELSE code - 3100 END AS code FROM failed_request
WHERE overcome = 0 AND ((domain = 'HTTP' AND (code BETWEEN 500 AND 599 OR code = 429)) OR (domain LIKE '%AuthInstallErrorDomain' AND code BETWEEN 3600 AND 3699))
