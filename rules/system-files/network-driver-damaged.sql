-- rule:       system-files/network-driver-damaged
-- strength:   proves
-- confidence: 0.86
-- title:      The driver of the network adapter is damaged and was not loaded: {driver}
-- because:    Without it the adapter does not work, and no other has an address, so nothing of Apple can be reached; the missing network is the consequence.
-- fix:        renew-network-driver, first-aid, connect-network
-- over:       network, software-conflict, configuration-data, system-files/error-code
-- source:     Apple's open source IOKitUser (OSKext.c) and kext_tools; Security's CSCommon.h (the codes)
WITH driver AS ( -- by what it links against, or else by its name
  SELECT bundle_id, replace(path, rtrim(path, replace(path, '/', '')), '') AS bundle FROM kext
  WHERE apple = 0 AND (libraries LIKE '%IONetworkingFamily%' OR libraries LIKE '%IO80211Family%')),
said AS (
  SELECT source, line, ns, text, code, COALESCE(replace(path, rtrim(path, replace(path, '/', '')), ''), detail) AS driver FROM signal
  WHERE (name = 'kext-not-loaded' OR (name = 'kext-signature' AND text NOT LIKE '% allowed%'))),
ours AS (SELECT * FROM said WHERE driver IN (SELECT bundle FROM driver UNION SELECT bundle_id FROM driver)
  OR driver LIKE '%ethernet%' OR driver LIKE '%80211%' OR driver LIKE '%airport%' OR driver LIKE '%wlan%' OR driver LIKE '%rtl8%' OR driver LIKE '%ax88%' OR driver LIKE '%itlwm%'),
damaged AS ( -- altered (-67061), a sealed resource missing or altered (-67054), or no program at all
  SELECT driver FROM ours WHERE (code IN ('-67061', '-67054')) OR text LIKE '%not a valid Mach-O%'),
cut_off AS (
  SELECT 1 WHERE EXISTS (SELECT 1 FROM interface) AND NOT EXISTS (SELECT 1 FROM interface WHERE kind = 'ethernet' AND has_routable_address = 1)
  -- nor is there another way that is merely not connected
  AND NOT EXISTS (SELECT 1 FROM network_service AS n JOIN interface AS i ON i.name = n.interface WHERE n.in_current_set = 1 AND i.kind = 'ethernet')),
asked AS (SELECT source, line, ns, text FROM failed_request WHERE overcome = 0 AND (kind IN ('offline', 'name', 'unreachable') OR (domain = 'OSPErrorDomain' AND code = 101))
  UNION ALL SELECT source, line, ns, text FROM dialog WHERE dialog IN ('no-internet', 'no-host', 'check-internet'))
SELECT source, line, ns, text, driver FROM ours WHERE driver IN (SELECT driver FROM damaged) AND EXISTS (SELECT 1 FROM cut_off) AND EXISTS (SELECT 1 FROM asked)
UNION ALL SELECT source, line, ns, text, '' FROM asked WHERE EXISTS (SELECT 1 FROM damaged) AND EXISTS (SELECT 1 FROM cut_off)
