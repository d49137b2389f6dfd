-- rule:       configuration-data/network-services
-- strength:   proves
-- confidence: 0.88
-- title:      The network settings hold no usable service: {problem}
-- because:    A location without services leaves the Mac without network, whatever the cable and the router do.
-- fix:        restore-network-preferences
-- over:       network, configuration-data, signing-server
SELECT n.source, n.line, n.ns, COALESCE(n.service_id || ' ', '') || n.problem AS text, n.problem FROM network_service AS n
WHERE n.problem IN ('no network service is defined', 'no current set is named', 'the current set does not exist', 'the current set has no network service')
  AND (EXISTS (SELECT 1 FROM error WHERE domain = 'NSURLErrorDomain' AND code IN (-1003, -1004, -1009)) OR EXISTS (SELECT 1 FROM signal WHERE name IN ('no-dns', 'no-network-route', 'no-internet-startup')) OR EXISTS (SELECT 1 FROM dialog WHERE cause = 'network') OR EXISTS (SELECT 1 FROM attempt WHERE kind = 'supposed'))
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND (outcome = 'failed' OR last_stage = 'personalize') UNION ALL SELECT 1 FROM dialog WHERE sense = 'failure')
