-- rule:       software-conflict/security-product-hung
-- strength:   hints
-- confidence: 0.4
-- title:      A security product did not answer the system in time while the update was at work, and was ended for it
-- because:    What the update does waits for the product's answer; whether that made it fail the log does not say.
-- fix:        remove-security-software, safe-mode
-- source:     Apple developer documentation, EndpointSecurity (the deadline of a message)
SELECT s.source, s.line, s.ns, s.text FROM signal AS s JOIN attempt AS a ON a.judged = 1 AND a.outcome = 'failed' AND a.last_stage IN ('preflight', 'prepare', 'apply')
WHERE s.name = 'es-timeout' AND s.ns BETWEEN a.start_ns AND a.end_ns + 60000000000
