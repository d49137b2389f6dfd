-- rule:       outcome/safe-mode
-- strength:   hints
-- title:      The Mac was in Safe Mode when this was saved: third-party extensions and login items were not loaded then
-- note:       yes
SELECT source, line, ns, 'boot_mode: ' || boot_mode AS text FROM mac WHERE boot_mode LIKE '%safe%'
