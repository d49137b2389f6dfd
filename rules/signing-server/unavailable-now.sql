-- rule:       signing-server/unavailable-now
-- stage:      personalize
-- strength:   suggests
-- confidence: 0.78
-- title:      Asked now, the signing server answers HTTP {http_status}
-- because:    The server is out of order or overloaded; nothing on this Mac needs mending.
-- fix:        wait-and-retry
-- over:       network/dialog, network/dialog-vague, network/error-code
SELECT source, line, ns, text, http_status FROM exchange
WHERE outcome = 'http-error' AND failed_step IS NULL AND (http_status >= 500 OR http_status = 429) AND host LIKE '%.apple.com'
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('preflight', 'personalize'))
