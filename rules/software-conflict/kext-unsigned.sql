-- rule:       software-conflict/kext-unsigned
-- strength:   hints
-- title:      The kernel extension {bundle} has no signature
-- because:    Since OS X 10.10 macOS loads it only where System Integrity Protection was turned off for it; an update may turn it on again.
-- fix:        remove-kext
-- source:     man kmutil(8), man csrutil(8)
SELECT source, line, ns, text, bundle FROM signature WHERE bundle LIKE '%.kext' AND of_system = 0 AND state = 'unsigned'
