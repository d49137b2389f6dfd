-- rule:       software-conflict/network-kext-damaged
-- strength:   suggests
-- confidence: 0.72
-- title:      The network adapter's extension {bundle} is damaged, and the Mac has no network
-- because:    Without its driver the adapter does not work, and the signing server cannot be asked.
-- fix:        remove-kext, connect-network, safe-mode
-- over:       software-conflict/kext-not-whole, software-conflict/kext-architecture
-- note:       yes
-- source:     developer.apple.com/documentation/iokit (IONetworkingFamily)
WITH driver AS ( -- on the disk, for the network, and not loaded where a list of those that are is there
  SELECT path, libraries FROM kext AS k WHERE loaded = 0 AND libraries LIKE '%com.apple.iokit.IO%etwork%' AND NOT EXISTS (SELECT 1 FROM kext AS l WHERE l.loaded = 1 AND l.bundle_id = k.bundle_id)),
bad AS (
  SELECT DISTINCT s.source, s.line, s.ns, s.text, s.bundle FROM signature AS s JOIN driver AS k ON k.path LIKE '%' || s.bundle
  WHERE s.state IN ('altered', 'damaged') OR s.info_state = 'altered' OR s.resources_state = 'altered'
  UNION SELECT e.source, e.line, e.ns, e.text, e.bundle FROM executable AS e JOIN driver AS k ON k.path LIKE '%' || e.bundle
  WHERE e.valid = 0),
asked AS (SELECT source, line, ns, text FROM failed_request WHERE overcome = 0 AND (kind = 'offline' OR (kind IN ('name', 'timeout', 'unreachable') AND apple = 1)))
SELECT * FROM (SELECT *, (SELECT bundle FROM bad LIMIT 1) AS bundle FROM asked UNION ALL SELECT * FROM bad WHERE EXISTS (SELECT 1 FROM asked))
WHERE EXISTS (SELECT 1 FROM bad)
  -- Another adapter that has an address would do.
  AND EXISTS (SELECT 1 FROM interface) AND NOT EXISTS (SELECT 1 FROM interface WHERE has_routable_address = 1)
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed')
