-- rule:       signing-server/not-authorized
-- stage:      personalize
-- strength:   suggests
-- confidence: 0.7
-- title:      The signing server wants an authorization that this client does not have (HTTP 401)
-- because:    The build is not offered to the public, or the client is not the one that Apple serves.
-- fix:        use-signed-build, wait-and-retry, update-host-tools
-- over:       network/error-code, virtualization/error-code, virtualization/restore-failed
SELECT source, line, ns, text FROM failed_request WHERE overcome = 0 AND ((domain = 'HTTP' AND code = 401) OR (domain LIKE '%AuthInstallErrorDomain' AND code = 3501))
