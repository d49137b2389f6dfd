-- rule:       configuration-data/catalog-override-set
-- stage:      scan
-- strength:   hints
-- title:      Software Update is set to the catalogue {value}
-- because:    Since macOS 11 a catalogue other than Apple's ends the search for updates; nothing here shows a search that failed.
-- fix:        remove-catalog-override
SELECT source, line, ns, domain || ' CatalogURL = ' || value AS text, value FROM preference
WHERE key = 'CatalogURL' AND value <> '' AND value NOT LIKE 'https://swscan.apple.com/%' AND (domain LIKE '%SoftwareUpdate%' OR path LIKE '%SoftwareUpdate%')
