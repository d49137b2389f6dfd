-- rule:       signing-server/refused-request
-- stage:      personalize
-- strength:   suggests
-- confidence: 0.75
-- title:      The signing server refused the request (STATUS {code})
-- because:    The server was reached; it found the request wrong or incomplete, or will not sign it.
-- fix:        wait-and-retry, use-signed-build, update-host-tools
-- over:       network/error-code
SELECT source, line, ns, text, code FROM failed_request
WHERE overcome = 0 AND ((domain = 'TSS' AND code BETWEEN 1 AND 9999 AND code NOT IN (69, 94)) OR (domain LIKE '%AuthInstallErrorDomain' AND code IN (3105, 3108, 3149, 3200, 3226, 3228, 3268)))
