-- rule:       network/own-test-failed
-- strength:   suggests
-- confidence: 0.72
-- title:      A test on this Mac could not reach {host}: {detail}
-- because:    The update needs this host at the stage where it failed, and a plain test without the update fails too.
-- fix:        fix-dns, exempt-apple-hosts, disable-filter, remove-vpn-or-proxy
-- over:       network/error-code, network/dialog, network/signing-server-unreachable, network/update-server-unreachable, network/unreachable, network/offline
-- source:     man nc(1), man nslookup(1), man host(1), man dig(1)
SELECT s.source, s.line, s.ns, s.text, s.host, s.detail, k.stage FROM signal AS s JOIN known_host AS k ON k.host = s.host
  JOIN attempt AS a ON a.judged = 1 AND a.outcome = 'failed' AND (a.last_stage = k.stage OR (a.last_stage IN ('scan', 'download') AND k.stage IN ('scan', 'download')))
WHERE s.name IN ('nc-failed', 'dns-no-name', 'dns-sinkhole-apple') AND k.stage IN ('scan', 'download', 'personalize')
  AND k.host NOT IN ('xp.apple.com', 'ns.itunes.apple.com', 'lcdn-locator.apple.com', 'lcdn-registration.apple.com', 'serverstatus.apple.com', 'suconfig.apple.com', 'xp-cdn.apple.com')
  AND NOT EXISTS (SELECT 1 FROM signal AS g WHERE g.name = 'nc-succeeded' AND g.host = s.host AND g.source = s.source AND g.line > s.line)
  AND NOT EXISTS (SELECT 1 FROM signal AS p WHERE p.name IN ('tss-response-received', 'shsh-received') AND a.last_stage = 'personalize' AND p.ns BETWEEN a.start_ns AND a.end_ns)
GROUP BY s.source, s.line
