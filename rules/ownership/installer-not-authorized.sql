-- rule:       ownership/installer-not-authorized
-- stage:      preflight
-- strength:   proves
-- confidence: 0.85
-- title:      The installer was not authorized by an owner of the volume
-- because:    On Apple silicon startosinstall takes the name and password of a volume owner, also when it runs as root.
-- fix:        fix-ownership
-- over:       ownership, installer/error-code, installer/dialog, apple-account/error-code
-- source:     munki/munki#1114; grahampugh/erase-install#63, #162; kc9wwh/macOSUpgrade#165
SELECT source, line, ns, text FROM signal WHERE name IN ('could-not-authorize', 'password-wrong', 'account-cannot-reinstall')
  AND NOT EXISTS (SELECT 1 FROM mac WHERE kind IN ('intel', 't2'))
