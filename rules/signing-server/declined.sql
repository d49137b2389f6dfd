-- rule:       signing-server/declined
-- stage:      personalize
-- strength:   proves
-- confidence: 0.92
-- title:      The signing server declined this build for this Mac (STATUS {code})
-- because:    The server was reached and refused: the build is no longer signed for this model, or the request does not fit the Mac.
-- fix:        use-signed-build
-- over:       network, signing-server/error-code, firmware/error-code, installer/error-code
SELECT source, line, ns, quote AS text, code FROM error
WHERE (domain = 'TSS' AND code IN (69, 94)) OR (domain LIKE '%AuthInstallErrorDomain' AND code IN (3194, 3169)) OR (domain = 'OSPErrorDomain' AND code = 200) OR (domain = 'AMRestoreErrorDomain' AND code = 3194)
