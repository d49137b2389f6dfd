-- check:    exchange
-- stage:    personalize
-- title:    ticket
-- cause:    signing-server
-- strength: proves
-- because:  Without a ticket of Apple's for this build and this Mac nothing is installed.
-- fix:      wait-and-retry
-- tells:    exchange
-- unknown:  no ticket was asked for; that takes the network and the build's manifest (--manifest)
-- needed:   yes
-- live:     yes
-- decides:  yes
WITH asked AS (
  SELECT x.*, COALESCE(:build IS NULL OR x.build IS NULL OR x.build = :build COLLATE NOCASE, 0) AND NOT EXISTS (
           SELECT 1 FROM mac AS m WHERE ltrim(lower(m.ecid), '0x') <> ltrim(lower(x.ecid), '0x')) AS right_build,
         x.detail IN ('expired', 'not-yet-valid') AND NOT EXISTS (SELECT 1 FROM clock WHERE abs(offset_seconds) <= 300) AS by_clock,
         COALESCE((SELECT k.cause FROM known_error_code AS k WHERE k.domain = x.domain AND k.code = x.code AND k.cause <> '' AND k.cause <> '-'), 'signing-server') AS known_cause,
         COALESCE('; a Mac logs ' || x.domain || ' ' || x.code, '') AS logged
  FROM exchange AS x),
told AS (
  SELECT 'passed' AS outcome, 'A ticket for build ' || COALESCE(build, '?') || ' was granted, and verifies' AS says, NULL AS cause, NULL AS fix, * FROM asked WHERE outcome = 'granted' AND right_build = 1
  UNION ALL SELECT 'unknown', 'A ticket was asked for build ' || COALESCE(build, '?') || ', and that for another Mac or in place of another build', NULL, NULL, * FROM asked WHERE right_build = 0
  UNION ALL SELECT 'unknown', 'A ticket was granted that cannot be verified', NULL, NULL, * FROM asked WHERE outcome = 'unverified' AND failed_check IS NULL AND right_build = 1
  UNION ALL SELECT 'failed', 'The signing server refuses build ' || COALESCE(build, '?') || ' for this Mac (STATUS ' || status || COALESCE(', ' || message, '') || logged || ')', known_cause,
    CASE WHEN known_cause = 'nvram' THEN 'reset-nvram, wait-and-retry' WHEN status = 94 THEN 'use-signed-build, wait-and-retry' ELSE 'wait-and-retry, use-signed-build' END, * FROM asked WHERE outcome = 'refused' AND right_build = 1
  UNION ALL SELECT 'failed', 'The signing server answers HTTP ' || http_status || COALESCE(' and asks to wait ' || retry_after || ' s', '') || logged, 'signing-server', 'wait-and-retry', * FROM asked
    WHERE outcome = 'http-error' AND failed_step IS NULL AND (http_status >= 500 OR http_status = 429)
  UNION ALL SELECT 'failed', 'HTTP ' || COALESCE(http_status, '?') || ' comes in place of the signing server''s answer' || logged, 'network', 'exempt-apple-hosts, remove-vpn-or-proxy', * FROM asked
    WHERE outcome = 'http-error' AND NOT (failed_step IS NULL AND (http_status >= 500 OR http_status = 429))
  UNION ALL SELECT 'failed', 'What answers is no signing server' || COALESCE(': ' || message, '') || logged, 'network', 'connect-network, exempt-apple-hosts', * FROM asked WHERE outcome = 'garbled'
  UNION ALL SELECT 'failed', 'The signing server is not reached: ' || COALESCE(message, 'the step ' || failed_step || ' fails') || logged,
    CASE WHEN by_clock THEN 'clock' ELSE 'network' END, CASE WHEN by_clock THEN 'set-clock' ELSE 'connect-network, exempt-apple-hosts' END, * FROM asked WHERE outcome = 'unreachable'
  UNION ALL SELECT 'failed', 'The ticket that comes is not the one that was asked for: ' || COALESCE(failed_detail, failed_check) || logged,
    CASE WHEN failed_check IN ('signature', 'chain', 'constraints') THEN 'network' ELSE 'signing-server' END, 'exempt-apple-hosts, wait-and-retry', * FROM asked WHERE outcome = 'unverified' AND failed_check IS NOT NULL AND right_build = 1)
SELECT outcome, says, cause, fix, source, line, ns, text FROM told
UNION ALL SELECT * FROM (SELECT 'noted', 'A log tells of a ticket that was granted', NULL, NULL, source, line, ns, text FROM signing_exchange WHERE outcome = 'granted' AND asked_by = 'mac' ORDER BY ns DESC LIMIT 1)
