-- rule:       system-files/network-extension-damaged
-- strength:   proves
-- confidence: 0.86
-- title:      A kernel extension of macOS itself is damaged: {extension}
-- because:    Without it the network adapter does not work, so nothing of Apple can be reached; the missing network is the consequence.
-- fix:        first-aid, reinstall-over
-- over:       network, system-files/error-code, software-conflict
-- source:     Apple's open source IOKitUser (OSKext.c) and kext_tools
WITH damaged AS (SELECT source, line, ns, text, detail AS extension FROM signal WHERE name = 'system-kext-damaged'
  AND (detail LIKE '%80211%' OR detail LIKE '%AirPort%' OR detail LIKE '%Networking%' OR detail LIKE '%Ethernet%' OR detail LIKE '%BCM5701%' OR detail LIKE '%Wi_Fi%'))
SELECT source, line, ns, text, extension FROM damaged
WHERE EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('scan', 'download', 'personalize') UNION ALL SELECT 1 FROM dialog WHERE sense = 'failure')
UNION ALL SELECT source, line, ns, text, '' FROM failed_request WHERE overcome = 0 AND EXISTS (SELECT 1 FROM damaged)
