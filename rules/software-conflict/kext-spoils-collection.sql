-- rule:       software-conflict/kext-spoils-collection
-- strength:   suggests
-- confidence: 0.78
-- title:      {bundle} is damaged or does not fit this Mac, and the kernel collection cannot be built
-- because:    The collection that the Mac would start from is built with every extension that is installed; one that cannot be linked stops it.
-- fix:        remove-kext, safe-mode
-- over:       software-conflict/kext-not-buildable, software-conflict/kext-not-whole, software-conflict/kext-architecture, software-conflict/third-party-kext
-- source:     man kmutil(8)
WITH bad AS (
  SELECT source, line, ns, text, bundle FROM signature WHERE bundle LIKE '%.kext' AND of_system = 0 AND (state IN ('altered', 'damaged') OR info_state = 'altered' OR resources_state = 'altered')
  UNION ALL SELECT source, line, ns, text, bundle FROM executable WHERE bundle LIKE '%.kext' AND of_system = 0
  AND (valid = 0 OR (arches NOT LIKE '%arm64e%' AND EXISTS (SELECT 1 FROM mac WHERE kind = 'apple-silicon')) OR (arches NOT LIKE '%x86_64%' AND EXISTS (SELECT 1 FROM mac WHERE kind IN ('intel', 't2'))))),
told AS (SELECT source, line, ns, text, (SELECT bundle FROM bad LIMIT 1) AS bundle FROM signal WHERE name = 'kernel-collection-failed')
SELECT * FROM (SELECT * FROM told UNION ALL SELECT * FROM bad WHERE EXISTS (SELECT 1 FROM told))
WHERE EXISTS (SELECT 1 FROM bad) AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('prepare', 'apply', 'boot'))
