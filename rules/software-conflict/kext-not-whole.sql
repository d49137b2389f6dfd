-- rule:       software-conflict/kext-not-whole
-- strength:   hints
-- title:      The kernel extension {bundle} is damaged or was altered
-- because:    macOS does not load it as it is, and a new system may not be built with it; nothing says that this update failed for it.
-- fix:        remove-kext, first-aid
-- source:     man kmutil(8)
SELECT source, line, ns, text, bundle FROM signature WHERE bundle LIKE '%.kext' AND state IN ('altered', 'damaged')
UNION ALL SELECT source, line, ns, path || ': its Info.plist or CodeResources is not what its signature seals', bundle FROM signature
WHERE bundle LIKE '%.kext' AND state NOT IN ('altered', 'damaged') AND (info_state = 'altered' OR resources_state = 'altered')
UNION ALL SELECT source, line, ns, text, bundle FROM executable WHERE bundle LIKE '%.kext' AND valid = 0 AND arch IS NULL
