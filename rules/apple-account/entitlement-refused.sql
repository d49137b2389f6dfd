-- rule:       apple-account/entitlement-refused
-- stage:      personalize
-- strength:   proves
-- confidence: 0.86
-- title:      This account or Mac is not entitled to the beta, and the signing server asked for an authorization
-- because:    Apple signs a beta for those enrolled in its programme; two voices of Apple's, the account's and the server's, say that this one is not.
-- fix:        fix-enrolment, use-signed-build
-- over:       apple-account, signing-server, firmware, network/error-code
-- source:     Apple Developer support, beta software; utmapp/UTM#6866 (what the server answers)
WITH told AS (
  SELECT s.source, s.line, s.ns, s.text FROM signal AS s JOIN attempt AS a ON a.judged = 1
  WHERE s.name = 'seed-not-entitled' AND (s.ns IS NULL OR a.start_ns IS NULL OR s.ns BETWEEN a.start_ns - 900000000000 AND a.end_ns + 3600000000000)
  UNION ALL SELECT source, line, ns, text FROM dialog WHERE dialog = 'beta-not-enrolled'),
refused AS (SELECT source, line, ns, text FROM failed_request WHERE overcome = 0 AND stage = 'personalize' AND ((domain = 'HTTP' AND code = 401) OR (domain LIKE '%AuthInstallErrorDomain' AND code = 3501)))
SELECT source, line, ns, text FROM told WHERE EXISTS (SELECT 1 FROM refused)
UNION ALL SELECT source, line, ns, text FROM refused WHERE EXISTS (SELECT 1 FROM told)
