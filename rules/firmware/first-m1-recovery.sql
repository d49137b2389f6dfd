-- rule:       firmware/first-m1-recovery
-- stage:      personalize
-- strength:   proves
-- confidence: 0.88
-- title:      The Mac runs the first recoveryOS for Apple silicon ({version}, {build}), which cannot personalize after an erase
-- because:    Apple describes this: a Mac with M1 that was erased before macOS 11.0.1 cannot reinstall from its Recovery.
-- fix:        revive-dfu, restore-dfu
-- over:       firmware, recovery-volume, outcome
-- source:     Apple support HT211983
WITH old AS (SELECT * FROM os WHERE (version IN ('11.0', '11.0.0') OR build LIKE '20A2%') AND EXISTS (SELECT 1 FROM mac WHERE kind = 'apple-silicon'))
SELECT source, line, ns, 'macOS ' || version || ' (' || build || ') on ' || COALESCE((SELECT model FROM mac LIMIT 1), 'a Mac with Apple silicon') AS text, version, build FROM old
WHERE EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND last_stage = 'personalize') OR EXISTS (SELECT 1 FROM dialog WHERE stage = 'personalize')
UNION ALL
SELECT d.source, d.line, d.ns, d.text, '', '' FROM dialog AS d WHERE d.stage = 'personalize' AND EXISTS (SELECT 1 FROM old)
