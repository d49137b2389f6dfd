-- rule:       configuration-data/signing-server-set
-- stage:      personalize
-- strength:   hints
-- title:      The signing server or the device's identity is set by hand: {value}
-- because:    A forgotten override changes where, or as what, the Mac asks for its ticket; no personalization is seen to fail by it.
-- fix:        remove-signing-override
SELECT source, line, ns, domain || ' ' || key || ' = ' || value AS text, value FROM preference
WHERE key IN ('AuthInstallSigningServerURL', 'ddiSigningServer', 'MobileAssetPersonalizationServerURL', 'UseDummyDeviceIdentity') AND value NOT IN ('', '0', 'false')
