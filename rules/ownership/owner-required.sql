-- rule:       ownership/owner-required
-- stage:      personalize
-- strength:   proves
-- confidence: 0.86
-- title:      An owner of the volume was asked for, and the account at hand is none
-- because:    On Apple silicon only a volume owner can have a startup policy signed; an administrator is not always one, and Preboot's list of owners can be out of date.
-- fix:        fix-ownership
-- over:       ownership, startup-security
-- source:     AsahiLinux/asahi-installer#162, #267
SELECT source, line, ns, quote AS text FROM error WHERE domain = 'BYErrorDomain' AND code = 103
UNION ALL SELECT source, line, ns, text FROM signal WHERE name = 'owner-authentication' OR (name = 'bootability-hint' AND detail = 'LocalAuthenticationRequired')
