-- rule:       configuration-data/asset-server-set
-- stage:      scan
-- strength:   hints
-- title:      The update assets are looked for at {value}
-- because:    Another place than Apple's asset server is set; nothing here shows a search that failed by it.
-- source:     eclecticlight.co 2026-03-09
-- fix:        remove-asset-override
SELECT source, line, ns, domain || ' ' || key || ' = ' || value AS text, value FROM preference
WHERE domain LIKE 'com.apple.MobileAsset%' AND key LIKE 'MobileAssetServerURL-%' AND value <> '' AND value NOT LIKE 'https://mesu.apple.com/assets/%'
