-- rule:       configuration-data/signing-server-elsewhere
-- stage:      personalize
-- strength:   suggests
-- confidence: 0.72
-- title:      The request for the ticket went to {host}, which is not Apple's
-- because:    Only Apple's signing server grants a ticket; another address comes from an override in the settings or in the tool.
-- fix:        remove-signing-override
-- over:       network/error-code, network/unreachable, network/signing-server-unreachable
SELECT source, line, ns, text, host FROM signal WHERE name IN ('signing-url', 'reachability-no') AND host <> '' AND host NOT LIKE '%apple.com' AND host NOT LIKE '%.akadns.net' AND host NOT LIKE '%.aaplimg.com' -- Apple's own names behind gs.apple.com
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND last_stage = 'personalize' AND outcome = 'failed')
