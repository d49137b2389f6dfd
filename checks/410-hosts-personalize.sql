-- check:    hosts-personalize
-- stage:    personalize
-- title:    hosts of the signing
-- cause:    network
-- strength: proves
-- because:  They grant the tickets without which nothing is installed.
-- fix:      exempt-apple-hosts, fix-dns, remove-vpn-or-proxy
-- fails:    network/hosts-redirect, network/probe-blocked, network/probe-hosts-file, network/probe-large-packets, network/probe-name, network/probe-no-resolver, network/probe-no-way-out, network/probe-portal, network/probe-proxy, network/probe-wrong-name, network/tls-intercepted
-- notes:    network/probe-some-addresses
-- tells:    probe
-- unknown:  the hosts of this stage were not examined
-- needed:   yes
-- live:     yes
WITH dates AS (SELECT CASE WHEN EXISTS (SELECT 1 FROM clock WHERE abs(offset_seconds) <= 300) THEN 'network' ELSE 'clock' END AS cause) -- whose clock is right sees the server's fault
SELECT 'failed' AS outcome, text AS says, CASE WHEN outcome IN ('expired', 'not-yet-valid') THEN d.cause END AS cause,
       CASE WHEN outcome IN ('expired', 'not-yet-valid') AND d.cause = 'clock' THEN 'set-clock' END AS fix, source, line, ns, text FROM blocked_endpoint JOIN dates AS d WHERE stage = :stage
UNION ALL SELECT 'noted', 'An update can do without it: ' || text, NULL, NULL, source, line, ns, text FROM endpoint AS e
  WHERE stage = :stage AND state = 'failed' AND NOT EXISTS (SELECT 1 FROM blocked_endpoint AS b WHERE b.host = e.host AND b.port = e.port)
UNION ALL SELECT 'unknown', host || ':' || port || ' was not examined in time', NULL, NULL, source, line, ns, host || ':' || port || ' ' || state FROM endpoint WHERE stage = :stage AND state = 'not-examined'
UNION ALL SELECT 'passed', (SELECT COUNT(*) FROM endpoint WHERE stage = :stage AND state = 'good') || ' of its hosts were reached', NULL, NULL, source, line, ns, text FROM endpoint WHERE stage = :stage AND state = 'good'
