-- rule:       system-files/seal-stops-update
-- strength:   proves
-- confidence: 0.82
-- title:      The broken seal of the system volume stops the update
-- because:    The update looks for the sealed original (its root hash, its manifest, its files) and does not find it, since the volume was changed.
-- source:     albert-mueller/OpenCore-Legacy-Patcher-T2#57; dortania/OpenCore-Legacy-Patcher, on root patches and updates
-- fix:        reseal-system, full-installer, reinstall-over
-- over:       system-files, firmware/error-code, installer/error-code, hardware-support
WITH broken AS (
  SELECT source, line, ns, device || ' ' || COALESCE(name, '') || ' Sealed: ' || sealed AS text FROM volume WHERE sealed = 'Broken' AND COALESCE(internal, 1) = 1
    AND NOT EXISTS (SELECT 1 FROM volume WHERE sealed = 'Yes' AND (mount_point = '/' OR snapshot_mounted = 1))),
missed AS (
  SELECT source, line, ns, text FROM signal WHERE name IN ('system-root-hash', 'patch-state')
  UNION ALL SELECT source, line, ns, quote FROM error WHERE domain = 'MobileSoftwareUpdateErrorDomain' AND code IN (3, 47))
SELECT source, line, ns, text FROM (
  SELECT *, 0 AS place FROM broken UNION ALL SELECT *, 1 FROM missed
  UNION ALL SELECT source, line, ns, COALESCE(text, name || ': ' || value), 2 FROM security WHERE name = 'authenticated_root' AND value = 'disabled')
WHERE EXISTS (SELECT 1 FROM broken) AND EXISTS (SELECT 1 FROM missed)
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('prepare', 'apply') UNION ALL SELECT 1 FROM dialog WHERE sense = 'failure' AND stage IN ('prepare', 'apply'))
ORDER BY place
