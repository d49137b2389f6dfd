-- rule:       hardware-support/no-compat-check
-- strength:   suggests
-- confidence: 0.75
-- title:      The compatibility check is switched off in the boot arguments
-- because:    Someone made this Mac start a system that it does not support; its updates are not made for this hardware.
-- fix:        use-supported-mac
-- over:       hardware-support/patched-boot
SELECT source, line, ns, name || ' = ' || value AS text FROM nvram
WHERE name LIKE '%boot-args' AND value LIKE '%no_compat_check%' AND NOT EXISTS (SELECT 1 FROM failed_request WHERE overcome = 0 AND apple = 1 AND kind IN ('offline', 'name', 'timeout', 'refused', 'lost'))
  AND (EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome <> 'succeeded' AND last_stage IN ('preflight', 'personalize', 'prepare', 'apply', 'boot'))
       -- With that argument Software Update is shown nothing either (5T33Z0/OC-Little-Translated, Fixing_System_Updates).
       OR EXISTS (SELECT 1 FROM attempt JOIN signal AS s ON s.name IN ('update-not-found', 'no-such-update', 'not-currently-available', 'target-not-offered') WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('scan', 'download'))
       OR EXISTS (SELECT 1 FROM dialog WHERE sense = 'failure' AND COALESCE(stage, 'prepare') IN ('preflight', 'personalize', 'prepare', 'apply', 'boot')))
