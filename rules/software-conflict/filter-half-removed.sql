-- rule:       software-conflict/filter-half-removed
-- strength:   suggests
-- confidence: 0.72
-- title:      The network filter {name} is half removed, and the Mac is offline though it is connected
-- because:    A network extension that ended without being taken out can hold back every connection until the Mac is restarted or the extension is removed.
-- source:     Apple Developer Forums 742512; objective-see/LuLu#321
-- fix:        disable-filter, remove-security-software, safe-mode
-- over:       network/offline, network/error-code, network/dialog, network/unreachable
WITH half AS ( -- an old version that ended beside the new one is what every upgrade of a product leaves until the next start
  SELECT * FROM system_extension AS e WHERE category LIKE 'network%' AND (state LIKE '%waiting to uninstall%' OR state LIKE 'terminated%')
    AND NOT EXISTS (SELECT 1 FROM system_extension AS n WHERE n.bundle_id = e.bundle_id AND n.active = 1)),
lost AS (
  SELECT * FROM failed_request WHERE overcome = 0 AND kind IN ('offline', 'timeout', 'name', 'lost') AND EXISTS (SELECT 1 FROM interface WHERE has_routable_address = 1 AND status = 'active'))
SELECT source, line, ns, text, COALESCE(product, name, bundle_id) AS name FROM half WHERE EXISTS (SELECT 1 FROM lost)
UNION ALL
SELECT source, line, ns, text, '' FROM lost WHERE EXISTS (SELECT 1 FROM half)
