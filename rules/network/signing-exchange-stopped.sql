-- rule:       network/signing-exchange-stopped
-- stage:      personalize
-- strength:   suggests
-- confidence: 0.75
-- title:      Asked now, the signing server is not reached as it should be: {what}
-- because:    Something between this Mac and Apple keeps the request back, answers in Apple's place, or changes what comes back.
-- fix:        connect-network, exempt-apple-hosts, remove-vpn-or-proxy
SELECT source, line, ns, text,
       CASE outcome WHEN 'unreachable' THEN 'it stops at the step ' || COALESCE(failed_step, 'http') WHEN 'http-error' THEN 'HTTP status ' || http_status
            WHEN 'unverified' THEN 'the ticket that comes is another than Apple signs' ELSE 'what answers is no signing server' END AS what FROM exchange
WHERE host LIKE '%.apple.com' AND (outcome IN ('unreachable', 'garbled') OR (outcome = 'unverified' AND failed_check IN ('signature', 'chain', 'constraints'))
    OR (outcome = 'http-error' AND (failed_step = 'proxy' OR http_status BETWEEN 300 AND 428 AND http_status <> 401)))
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('preflight', 'personalize'))
