-- rule:       system-files/seal-broken
-- strength:   suggests
-- confidence: 0.6
-- title:      The seal of the system volume is broken
-- because:    The system volume was changed; a delta update compares it with the original and cannot be applied. A reason that the failure tells itself goes before it.
-- fix:        reseal-system, full-installer, reinstall-over
-- over:       system-files/authenticated-root-disabled, system-files/error-code
SELECT source, line, ns, text FROM (
  SELECT source, line, ns, device || ' ' || COALESCE(name, '') || ' Sealed: ' || sealed AS text, 0 AS place FROM volume WHERE sealed = 'Broken'
  UNION ALL SELECT source, line, ns, COALESCE(text, name || ': ' || value), 1 FROM security WHERE name = 'authenticated_root' AND value = 'disabled'
  UNION ALL SELECT source, line, ns, quote, 2 FROM error WHERE domain = 'SUMacControllerError' AND code = 7740)
WHERE EXISTS (SELECT 1 FROM volume WHERE sealed = 'Broken' AND COALESCE(internal, 1) = 1)
  AND NOT EXISTS (SELECT 1 FROM volume WHERE sealed = 'Yes' AND (mount_point = '/' OR snapshot_mounted = 1))
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('prepare', 'apply') UNION ALL SELECT 1 FROM dialog WHERE sense = 'failure' AND stage IN ('prepare', 'apply'))
  AND NOT EXISTS (SELECT 1 FROM dialog WHERE sense = 'failure' AND cause IS NOT NULL AND cause NOT IN ('system-files', 'hardware-support'))
ORDER BY place
