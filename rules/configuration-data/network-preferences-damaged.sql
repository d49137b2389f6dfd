-- rule:       configuration-data/network-preferences-damaged
-- strength:   proves
-- confidence: 0.93
-- title:      The network settings file is damaged: {problem}
-- because:    Without SystemConfiguration/preferences.plist no network service exists, so the Mac is offline; the network is not at fault.
-- fix:        restore-network-preferences
-- over:       network, configuration-data, signing-server
SELECT p.source, p.line, p.ns, p.path || ': ' || p.problem AS text, p.problem FROM plist AS p WHERE p.valid = 0 AND p.path LIKE '%SystemConfiguration/preferences.plist'
UNION ALL
SELECT e.source, e.line, e.ns, e.quote, '' FROM error AS e WHERE e.domain = 'NSCocoaErrorDomain' AND e.code = 3840 AND e.quote LIKE '%SystemConfiguration%'
