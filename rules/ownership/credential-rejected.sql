-- rule:       ownership/credential-rejected
-- stage:      personalize
-- strength:   proves
-- confidence: 0.86
-- title:      The person whose password was asked for is no owner of that system
-- because:    The list of owners beside the system names people of an older installation; after macOS was installed anew they are not found any more.
-- fix:        fix-ownership, reset-local-policy
-- over:       ownership, startup-security
-- source:     AsahiLinux/asahi-installer#401, #388
SELECT s.source, s.line, s.ns, s.text FROM signal AS s JOIN attempt AS a ON a.judged = 1 AND a.outcome = 'failed'
WHERE s.name = 'credential-rejected' AND s.text LIKE '%User not found%'
