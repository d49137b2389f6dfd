-- rule:       firmware/first-m1-recovery
-- stage:      personalize
-- strength:   proves
-- confidence: 0.88
-- title:      The Mac runs the first recoveryOS for Apple silicon ({version}, {build}), which cannot personalize after an erase
-- because:    Apple describes this: a Mac with M1 that was erased before macOS 11.0.1 cannot reinstall from its Recovery.
-- fix:        revive-dfu, restore-dfu
-- over:       firmware, recovery-volume, outcome
-- source:     Apple support HT211983
WITH model AS (
  SELECT model FROM mac WHERE kind = 'apple-silicon'
  UNION ALL SELECT s.detail FROM signal AS s JOIN known_mac_model AS k ON k.model = s.detail AND k.kind = 'apple-silicon' WHERE s.name IN ('hardware', 'asahi-model')),
old AS (
  SELECT source, line, ns, version, build FROM os WHERE (version IN ('11.0', '11.0.0') OR build LIKE '20A2%')
  UNION ALL SELECT source, line, ns, version, build FROM signal WHERE name = 'running-os' AND (version = '11.0' OR build LIKE '20A2%')),
failure AS (
  SELECT 1 FROM attempt WHERE judged = 1 AND last_stage = 'personalize' UNION ALL SELECT 1 FROM dialog WHERE stage = 'personalize' AND sense = 'failure')
SELECT source, line, ns, 'macOS ' || version || ' (' || COALESCE(build, '?') || ') on ' || (SELECT model FROM model LIMIT 1) AS text, version, build FROM old
WHERE EXISTS (SELECT 1 FROM model) AND EXISTS (SELECT 1 FROM failure)
UNION ALL
SELECT d.source, d.line, d.ns, d.text, '', '' FROM dialog AS d WHERE d.stage = 'personalize' AND EXISTS (SELECT 1 FROM old) AND EXISTS (SELECT 1 FROM model)
