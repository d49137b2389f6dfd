-- rule:       firmware/bridgeos-failed
-- strength:   suggests
-- confidence: 0.78
-- title:      The update of the T2's own system failed ({domain} {code})
-- because:    macOS needs the newer bridgeOS; when the T2 cannot be updated first, the whole update ends.
-- fix:        update-bridgeos, revive-dfu
-- over:       firmware, installer/error-code, startup-security/error-code, hardware-support/bridge-not-found
-- source:     BOSError and MSU_ERR 44-46 (bridgeOS personalize, prepare, apply); munki/munki#926
SELECT e.source, e.line, e.ns, e.quote AS text, e.domain, e.code,
       CASE WHEN e.code IN (44, 204) THEN 'personalize' WHEN e.code IN (46, 206) THEN 'apply' ELSE 'prepare' END AS stage FROM error AS e
WHERE ((e.domain = 'BOSErrorDomain' AND e.code NOT IN (107, 108)) OR (e.domain = 'MobileSoftwareUpdateErrorDomain' AND e.code IN (44, 45, 46)))
  AND EXISTS (SELECT 1 FROM mac WHERE kind = 't2' UNION ALL SELECT 1 FROM mac WHERE model IS NULL UNION ALL SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM mac))
  AND (EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome <> 'succeeded') OR EXISTS (SELECT 1 FROM dialog WHERE sense = 'failure'))
  -- A code that names its own cause (306 space, 307 network, 109 hardware), or a cause beneath it in the chain, is not the firmware's.
  AND COALESCE(e.cause, 'firmware') = 'firmware'
  AND NOT EXISTS (SELECT 1 FROM error AS u WHERE u.source = e.source AND u.chain = e.chain AND u.depth > e.depth AND COALESCE(u.cause, 'firmware') <> 'firmware')
