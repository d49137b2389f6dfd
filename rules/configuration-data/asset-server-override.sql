-- rule:       configuration-data/asset-server-override
-- stage:      scan
-- strength:   proves
-- confidence: 0.86
-- title:      The update assets are looked for at {value}
-- because:    A setting sends softwareupdated for its list of updates to another place than Apple's asset server, and there the search failed.
-- source:     eclecticlight.co 2026-03-09 (Apple's own is mesu.apple.com/assets/macos); update blockers that set MobileAssetServerURL
-- fix:        remove-asset-override
-- over:       configuration-data, network/error-code, network/dialog-vague, apple-account/error-code
WITH override AS (SELECT * FROM preference WHERE domain LIKE 'com.apple.MobileAsset%' AND key LIKE 'MobileAssetServerURL-%' AND value <> '' AND value NOT LIKE 'https://mesu.apple.com/assets/%')
SELECT source, line, ns, domain || ' ' || key || ' = ' || value AS text, value FROM override
WHERE EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage = 'scan' UNION ALL SELECT 1 FROM dialog WHERE sense = 'failure' AND stage = 'scan')
  AND NOT EXISTS (SELECT 1 FROM failed_request WHERE overcome = 0 AND apple = 1 AND kind IN ('offline', 'name', 'timeout', 'refused', 'lost', 'tls', 'proxy'))
