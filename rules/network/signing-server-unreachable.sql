-- rule:       network/signing-server-unreachable
-- stage:      personalize
-- strength:   suggests
-- confidence: 0.72
-- title:      The signing server could not be reached
-- because:    The ticket is fetched from gs.apple.com on ports 443 and 80; something on the way does not let it through.
-- fix:        exempt-apple-hosts, remove-vpn-or-proxy, fix-dns
-- over:       network/error-code, network/dialog
SELECT source, line, ns, text FROM failed_request
WHERE overcome = 0 AND stage = 'personalize' AND (kind = 'unreachable'
  OR (kind = 'tss' AND ((domain LIKE '%AuthInstallErrorDomain' AND code IN (11, 16, 3099)) OR (domain = 'OSPErrorDomain' AND code = 101)
    OR (domain = 'AMRestoreErrorDomain' AND code = 3004) OR (domain = 'TSS' AND code IN (10002, 10059, 10060)))))
UNION ALL
SELECT source, line, ns, text FROM signal WHERE name IN ('no-internet-startup', 'internet-required')
  AND NOT EXISTS (SELECT 1 FROM signal AS s JOIN attempt AS a ON a.judged = 1 WHERE s.name = 'tss-response-received' AND s.ns BETWEEN a.start_ns AND a.end_ns)
UNION ALL
SELECT source, line, ns, quote FROM error WHERE domain = 'MobileSoftwareUpdateErrorDomain' AND code = 32
