-- rule:       recovery-volume/missing
-- stage:      personalize
-- strength:   suggests
-- confidence: 0.7
-- title:      The system container has no Recovery volume
-- because:    Personalization also signs the recoveryOS that belongs to the system.
-- fix:        create-recovery, reinstall-over
SELECT c.source, c.line, c.ns, 'container ' || c.reference || ' with the system volume has no volume with the role Recovery' AS text
FROM system_container AS c
WHERE c.has_recovery = 0
  AND EXISTS (SELECT 1 FROM volume AS v WHERE v.kind = 'partition')
  AND EXISTS (SELECT 1 FROM mac WHERE kind = 'apple-silicon')
  AND (EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND last_stage = 'personalize') OR EXISTS (SELECT 1 FROM dialog WHERE stage = 'personalize' AND sense = 'failure'))
