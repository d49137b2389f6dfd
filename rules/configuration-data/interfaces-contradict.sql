-- rule:       configuration-data/interfaces-contradict
-- strength:   proves
-- confidence: 0.82
-- title:      The network settings know no service for {hardware}, the interface that is connected
-- because:    Settings that came from another Mac or an older system list interfaces that are not here; the one that is connected has no service, so the Mac is offline.
-- source:     dosdude1/macos-catalina-patcher#154; OpenIntelWireless/itlwm#197
-- fix:        restore-network-preferences
-- over:       network, configuration-data
WITH known AS (SELECT * FROM network_service WHERE service_id IS NOT NULL AND problem IS NULL AND in_current_set = 1),
here AS (SELECT * FROM interface WHERE kind = 'ethernet' AND status = 'active' AND name GLOB 'en[0-9]*'),
odd AS ( -- an internal one without an address (the iBridge of a T2 Mac) tells nothing while a service has its interface here
  SELECT h.source, h.line, h.ns, h.text, h.name FROM here AS h
  WHERE NOT EXISTS (SELECT 1 FROM known AS k JOIN interface AS i ON i.name = k.interface WHERE i.kind = 'ethernet') AND COALESCE(h.has_routable_address, 0) = 0)
SELECT source, line, ns, text, name AS hardware FROM odd
WHERE EXISTS (SELECT 1 FROM known) AND NOT EXISTS (SELECT 1 FROM known WHERE interface IS NULL)
  AND (EXISTS (SELECT 1 FROM failed_request WHERE overcome = 0 AND kind IN ('offline', 'name')) OR EXISTS (SELECT 1 FROM dialog WHERE cause = 'network' AND sense = 'failure'))
UNION ALL
SELECT k.source, k.line, k.ns, 'service on ' || k.interface || CASE WHEN EXISTS (SELECT 1 FROM interface AS i WHERE i.name = k.interface) THEN '' ELSE ': this Mac has no ' || k.interface END, ''
FROM known AS k WHERE EXISTS (SELECT 1 FROM odd) AND NOT EXISTS (SELECT 1 FROM known WHERE interface IS NULL)
  AND (EXISTS (SELECT 1 FROM failed_request WHERE overcome = 0 AND kind IN ('offline', 'name')) OR EXISTS (SELECT 1 FROM dialog WHERE cause = 'network' AND sense = 'failure'))
