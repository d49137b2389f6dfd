-- rule:       configuration-data/signing-server-override
-- stage:      personalize
-- strength:   suggests
-- confidence: 0.75
-- title:      The signing server is set by hand: {value}
-- because:    A forgotten override sends the request for the ticket to another server than Apple's.
-- fix:        repair-preferences
SELECT source, line, ns, domain || ' ' || key || ' = ' || value AS text, value FROM preference
WHERE key IN ('AuthInstallSigningServerURL', 'ddiSigningServer', 'MobileAssetPersonalizationServerURL', 'UseDummyDeviceIdentity')
