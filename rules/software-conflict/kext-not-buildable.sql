-- rule:       software-conflict/kext-not-buildable
-- stage:      apply
-- strength:   suggests
-- confidence: 0.72
-- title:      The kernel collection cannot be built with {bundle_id}
-- because:    An extension that does not fit the new system stops the collection that the Mac would start from.
-- fix:        remove-kext, safe-mode
-- over:       software-conflict/third-party-kext
SELECT s.source, s.line, s.ns, s.text, (SELECT bundle_id FROM kext WHERE apple = 0 LIMIT 1) AS bundle_id FROM signal AS s
WHERE s.name IN ('kernel-collection-failed') AND EXISTS (SELECT 1 FROM kext WHERE apple = 0) AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed')
UNION ALL
SELECT source, line, ns, bundle_id || ' ' || COALESCE(version, ''), bundle_id FROM kext WHERE apple = 0 AND EXISTS (SELECT 1 FROM signal WHERE name IN ('kernel-collection-failed') AND (ns IS NULL OR ns >= COALESCE((SELECT start_ns FROM attempt WHERE judged = 1), (SELECT MAX(CAST(strftime('%s', mac_time) AS INTEGER)) * 1000000000 - 2592000000000000 FROM clock), 0) - 86400000000000))
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed')
