-- rule:       network/signing-server-silent
-- stage:      personalize
-- strength:   hints
-- title:      The signing server did not answer in time
-- because:    Apple's server may be overloaded, or something on the way may hold the connection; the time-out alone does not tell them apart.
-- fix:        wait-and-retry, exempt-apple-hosts
SELECT source, line, ns, text FROM failed_request
WHERE overcome = 0 AND stage = 'personalize' AND (kind = 'timeout'
  OR (kind = 'tss' AND ((domain LIKE '%AuthInstallErrorDomain' AND code = 12) OR (domain = 'TSS' AND code = 10012))))
