-- rule:       configuration-data/signing-url-malformed
-- stage:      personalize
-- strength:   proves
-- confidence: 0.92
-- title:      The signing server that is set by hand is no URL
-- because:    The personalization reads the override and cannot use it, so no request is sent.
-- fix:        remove-signing-override
-- over:       configuration-data, network, signing-server
SELECT source, line, ns, text FROM signal WHERE name IN ('signing-url-malformed') AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed')
