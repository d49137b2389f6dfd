-- check:    signing-settings
-- stage:    personalize
-- title:    signing settings
-- cause:    configuration-data
-- because:  A setting can send the request for the ticket to another server than Apple's.
-- fix:      remove-signing-override
-- fails:    configuration-data/signing-server-override, configuration-data/signing-url-malformed
-- notes:    configuration-data/signing-server-set
-- tells:    software_update_prefs
-- unknown:  the settings that can name a signing server are not at hand
SELECT 'passed' AS outcome, 'No setting names another signing server' AS says, source, line, ns, text FROM plist
WHERE valid = 1 AND (path LIKE '%/Preferences/com.apple.SoftwareUpdate.plist' OR path LIKE '%/Preferences/com.apple.MobileAsset.plist' OR path LIKE '%/Preferences/com.apple.MobileSoftwareUpdate.plist')
