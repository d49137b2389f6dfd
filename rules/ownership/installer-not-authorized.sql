-- rule:       ownership/installer-not-authorized
-- stage:      preflight
-- strength:   proves
-- confidence: 0.85
-- title:      The installer was not authorized by an owner of the volume
-- because:    On Apple silicon startosinstall takes the name and password of a volume owner, also when it runs as root.
-- fix:        fix-ownership
-- over:       ownership, installer/error-code, installer/dialog, apple-account/error-code
-- source:     munki/munki#1114; grahampugh/erase-install#63, #162; kc9wwh/macOSUpgrade#165
SELECT s.source, s.line, s.ns, s.text FROM signal AS s WHERE s.name IN ('could-not-authorize', 'password-wrong', 'account-cannot-reinstall')
  AND NOT EXISTS (SELECT 1 FROM mac WHERE kind IN ('intel', 't2'))
  -- A password that was wrong and then right, or a refusal before the attempt that is judged, is over.
  AND NOT (s.name = 'password-wrong' AND EXISTS (SELECT 1 FROM signal AS r WHERE r.name IN ('password-correct', 'super-credentials-ok') AND (r.ns > s.ns OR (r.source = s.source AND r.line > s.line))))
  AND NOT EXISTS (SELECT 1 FROM attempt AS a WHERE a.judged = 1 AND a.start_ns > s.ns + 3600000000000)
  -- Where the same output proved the password and the account holds the token, the refusal has another reason.
  AND NOT (s.name = 'could-not-authorize' AND EXISTS (SELECT 1 FROM account WHERE name = 'secure-token' AND holds = 1)
    AND EXISTS (SELECT 1 FROM signal AS r WHERE r.name = 'password-correct' AND r.source = s.source AND r.line < s.line))
