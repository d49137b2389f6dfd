-- rule:       network/declared-update-failed
-- stage:      download
-- strength:   suggests
-- confidence: 0.74
-- title:      The update that management ordered failed for the network: {detail}
-- because:    The status that the Mac sent to the management server gives the network as the reason.
-- fix:        connect-network, exempt-apple-hosts, remove-vpn-or-proxy
-- over:       management/update-declaration-failed, management/command-lost, network/error-code
-- source:     Apple device management, softwareupdate.failure-reason and ScheduleOSUpdateResponse
SELECT s.source, s.line, s.ns, s.text, s.detail FROM signal AS s JOIN attempt AS a ON a.judged = 1 AND a.outcome = 'failed'
WHERE s.name = 'mdm-status-network'
   OR (s.name = 'ddm-reason' AND (s.text LIKE '%nternet connection%' OR s.text LIKE '%network connection%' OR s.text LIKE '%could not connect%' OR s.text LIKE '%timed out%'
    OR EXISTS (SELECT 1 FROM error AS e WHERE e.source = s.source AND e.line = s.line AND (e.cause = 'network' OR (e.domain = 'NSURLErrorDomain' AND e.code BETWEEN -1206 AND -1001)))))
