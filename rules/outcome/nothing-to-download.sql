-- rule:       outcome/nothing-to-download
-- strength:   hints
-- title:      There was nothing to download; the tool reports an earlier session
-- because:    softwareupdate found no update in this run, and its setting LastSessionSuccessful still tells of a former one that failed.
-- source:     munki/munki#676
SELECT f.source, f.line, f.ns, f.text FROM signal AS f JOIN attempt AS a ON a.judged = 1
WHERE f.name IN ('download-session-failed', 'munki-apple-updates') AND a.last_stage = 'download'
  AND EXISTS (SELECT 1 FROM signal AS n WHERE n.name IN ('no-updates-found', 'no-update-7301') AND n.source = f.source AND n.line BETWEEN f.line - 20 AND f.line)
