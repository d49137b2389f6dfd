-- rule:       signing-server/declined
-- stage:      personalize
-- strength:   proves
-- confidence: 0.92
-- title:      The signing server declined this build for this Mac ({code})
-- because:    The server was reached and refused: the build is no longer signed for this model, or the request does not fit the Mac.
-- fix:        use-signed-build
-- over:       network, signing-server/refused-request, firmware/error-code, installer/error-code, virtualization/error-code, virtualization/restore-failed
SELECT source, line, ns, text, COALESCE('code ' || code, 'in words') AS code FROM failed_request
WHERE overcome = 0 AND kind = 'tss' AND (domain = 'signal' OR (domain = 'TSS' AND code IN (69, 94)) OR (domain LIKE '%AuthInstallErrorDomain' AND code IN (3169, 3194))
  OR (domain = 'OSPErrorDomain' AND code = 200) OR (domain = 'AMRestoreErrorDomain' AND code = 3194))
  -- A hosts line sends the request to a server that is not Apple's: its answer is none of Apple's.
  AND NOT EXISTS (SELECT 1 FROM hosts_entry WHERE name = 'gs.apple.com' AND address NOT LIKE '17.%')
