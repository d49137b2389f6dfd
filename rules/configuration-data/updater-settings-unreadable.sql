-- rule:       configuration-data/updater-settings-unreadable
-- stage:      scan
-- strength:   proves
-- confidence: 0.85
-- title:      The updater cannot read its own settings: {path}
-- because:    Its log names the file as damaged, and no request to Apple failed; "can't connect" is then what its tools make of it.
-- fix:        repair-preferences
-- over:       configuration-data/named-file-damaged, configuration-data/damaged-list, network/update-server-unreachable, network/dialog
WITH named AS (
  SELECT e.source, e.line, e.ns, e.quote AS text, e.path FROM error AS e
  WHERE e.domain = 'NSCocoaErrorDomain' AND e.code BETWEEN 3840 AND 3851
    AND (e.path LIKE '%com.apple.SoftwareUpdate.plist' OR e.quote LIKE '%com.apple.SoftwareUpdate.plist%')
    AND (e.process LIKE '%softwareupdate%' OR e.process IS NULL)),
settings AS (SELECT source, line, ns, path || ': ' || problem AS text, path FROM plist WHERE valid = 0 AND path LIKE '%com.apple.SoftwareUpdate.plist')
SELECT source, line, ns, text, COALESCE(path, 'com.apple.SoftwareUpdate.plist') AS path FROM (SELECT * FROM named UNION ALL SELECT * FROM settings)
WHERE EXISTS (SELECT 1 FROM named)
  AND (EXISTS (SELECT 1 FROM settings) OR NOT EXISTS (SELECT 1 FROM plist WHERE path LIKE '%com.apple.SoftwareUpdate.plist')) -- mended since
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('scan', 'download')
              UNION ALL SELECT 1 FROM dialog WHERE sense = 'failure' AND stage IN ('scan', 'download'))
  AND NOT EXISTS (SELECT 1 FROM failed_request WHERE overcome = 0 AND apple = 1 AND kind IN ('offline', 'name', 'timeout', 'refused', 'lost', 'tls', 'proxy'))
