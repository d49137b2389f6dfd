-- check:    kexts
-- stage:    boot
-- title:    kernel extensions
-- cause:    software-conflict
-- because:  An extension that the new system cannot load keeps it from starting, or what depends on it from working.
-- fix:      remove-kext
-- notes:    software-conflict/third-party-kext, software-conflict/kext-architecture, software-conflict/kext-not-whole, software-conflict/kext-unsigned, software-conflict/removed-from-target
-- tells:    kmutil_showloaded
-- unknown:  the list of loaded kernel extensions is not at hand
SELECT 'passed' AS outcome, CASE WHEN EXISTS (SELECT 1 FROM kext WHERE apple = 0 AND loaded = 1) THEN 'Extensions of others are loaded: see that they support the new system' ELSE 'No kernel extension of others is loaded' END AS says,
       source, line, ns, text FROM (SELECT * FROM kext WHERE loaded = 1 ORDER BY apple LIMIT 1)
