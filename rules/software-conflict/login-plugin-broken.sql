-- rule:       software-conflict/login-plugin-broken
-- stage:      boot
-- strength:   proves
-- confidence: 0.86
-- title:      The login of this Mac wants {plugin}, which fails in the system that was installed
-- because:    All steps of a login must succeed; one that cannot be loaded, or crashes, sends the person back to the login window, after every password and in Safe Mode too.
-- fix:        remove-login-plugin, update-dependencies
-- over:       software-conflict, outcome/update-succeeded, system-files/library-refused, system-files/library-damaged
-- source:     docs.jamf.com, About the loginwindow Application; developer.apple.com forums 800854
WITH broken AS (SELECT source, line, ns, text, replace(path, rtrim(path, replace(path, '/', '')), '') AS plugin FROM signal WHERE name = 'login-plugin-not-loaded'
  UNION ALL SELECT source, line, ns, kind || ' of ' || process || ' with ' || foreign_image || ': ' || COALESCE(reason, text), replace(foreign_image, rtrim(foreign_image, replace(foreign_image, '/', '')), '')
  FROM crash WHERE kind = 'crash' AND foreign_image LIKE '%/SecurityAgentPlugins/%' AND (process LIKE 'SecurityAgent%' OR process LIKE 'authorizationhost%' OR process = 'loginwindow')),
failed AS (SELECT source, line, ns, text FROM signal WHERE name = 'login-mechanism-failed')
SELECT source, line, ns, text, plugin FROM (SELECT * FROM broken UNION ALL SELECT source, line, ns, text, '' FROM failed WHERE EXISTS (SELECT 1 FROM broken))
WHERE EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage = 'boot') OR EXISTS (SELECT 1 FROM dialog WHERE dialog = 'login-returns')
