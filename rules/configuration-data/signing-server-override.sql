-- rule:       configuration-data/signing-server-override
-- stage:      personalize
-- strength:   proves
-- confidence: 0.88
-- title:      The signing server is set by hand: {value}
-- because:    A forgotten override sends the request for the ticket to another server than Apple's, and there it failed.
-- fix:        remove-signing-override
-- over:       configuration-data, network/error-code, network/unreachable, network/signing-server-unreachable, network/name-not-resolved, network/certificate-refused, network/certificate-of-another-server, network/filter-answered, signing-server
WITH override AS (
  SELECT * FROM preference WHERE key IN ('AuthInstallSigningServerURL', 'ddiSigningServer', 'MobileAssetPersonalizationServerURL') AND value <> ''
    AND value NOT LIKE 'http://gs.apple.com%' AND value NOT LIKE 'https://gs.apple.com%' AND value NOT LIKE 'gs.apple.com%' AND value NOT LIKE 'https://gsra.apple.com%')
SELECT source, line, ns, domain || ' ' || key || ' = ' || value AS text, value FROM override
WHERE EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND last_stage = 'personalize' AND outcome <> 'succeeded' UNION ALL SELECT 1 FROM dialog WHERE sense = 'failure' AND stage = 'personalize')
  AND NOT EXISTS (SELECT 1 FROM hosts_entry WHERE name = 'gs.apple.com')
UNION ALL
SELECT s.source, s.line, s.ns, s.text, s.host FROM signal AS s WHERE s.name IN ('signing-url', 'reachability-no') AND s.host NOT LIKE '%.apple.com' AND EXISTS (SELECT 1 FROM override)
