-- rule:       software-conflict/network-driver-refused
-- strength:   proves
-- confidence: 0.82
-- title:      The driver of the network adapter was not loaded: {driver}
-- because:    It does not fit this system, or nobody allowed it; the adapter does not work without it, and no other has an address, so nothing of Apple can be reached.
-- fix:        renew-network-driver, connect-network
-- over:       network, software-conflict
-- source:     chris1111/Kext-Droplet-macOS#2; man kmutil(8)
WITH driver AS (
  SELECT bundle_id, replace(path, rtrim(path, replace(path, '/', '')), '') AS bundle FROM kext
  WHERE apple = 0 AND (libraries LIKE '%IONetworkingFamily%' OR libraries LIKE '%IO80211Family%')),
said AS (
  SELECT source, line, ns, text, COALESCE(replace(path, rtrim(path, replace(path, '/', '')), ''), detail) AS driver FROM signal
  WHERE name IN ('kext-not-loaded', 'kext-breaks-collection') OR (name = 'kext-signature' AND text NOT LIKE '% allowed%')),
ours AS (SELECT * FROM said WHERE driver IN (SELECT bundle FROM driver UNION SELECT bundle_id FROM driver)
  OR driver LIKE '%ethernet%' OR driver LIKE '%80211%' OR driver LIKE '%airport%' OR driver LIKE '%wlan%' OR driver LIKE '%rtl8%' OR driver LIKE '%ax88%' OR driver LIKE '%itlwm%' OR driver LIKE '%HoRNDIS%'),
waits AS ( -- a driver outside the kernel that nobody has allowed
  SELECT source, line, ns, text, COALESCE(name, bundle_id) AS driver FROM system_extension WHERE category LIKE '%driver%' AND waiting_for_user = 1
    AND (COALESCE(name, '') || ' ' || bundle_id LIKE '%ethernet%' OR name LIKE '%network%' OR name LIKE '% LAN%' OR name LIKE '%wi-fi%' OR name LIKE '%wlan%' OR bundle_id LIKE '%.net.%' OR bundle_id LIKE '%rtl8%' OR bundle_id LIKE '%ax88%')),
asked AS (SELECT source, line, ns, text FROM failed_request WHERE overcome = 0 AND (kind IN ('offline', 'name', 'unreachable') OR (domain = 'OSPErrorDomain' AND code = 101))
  UNION ALL SELECT source, line, ns, text FROM dialog WHERE dialog IN ('no-internet', 'no-host', 'check-internet'))
SELECT source, line, ns, text, driver FROM (SELECT * FROM ours UNION ALL SELECT * FROM waits) WHERE EXISTS (SELECT 1 FROM asked)
  AND EXISTS (SELECT 1 FROM interface) AND NOT EXISTS (SELECT 1 FROM interface WHERE kind = 'ethernet' AND has_routable_address = 1)
  -- The adapter that the settings use is not there, and no other that they use is.
  AND EXISTS (SELECT 1 FROM network_service WHERE in_current_set = 1 AND interface LIKE 'en%' AND interface NOT IN (SELECT name FROM interface))
  AND NOT EXISTS (SELECT 1 FROM network_service AS n JOIN interface AS i ON i.name = n.interface WHERE n.in_current_set = 1 AND i.kind = 'ethernet')
  AND NOT EXISTS (SELECT 1 FROM kext WHERE loaded = 1 AND bundle_id IN (SELECT bundle_id FROM driver))
