-- rule:       software-conflict/kext-architecture
-- strength:   hints
-- title:      The kernel extension {bundle} has no code for this Mac's processor
-- because:    It holds code for {arches} only, so this Mac cannot load it; what depends on it does not work.
-- fix:        remove-kext
-- source:     developer.apple.com/documentation/apple-silicon/porting-your-macos-apps-to-apple-silicon
SELECT source, line, ns, text, bundle, arches FROM executable WHERE bundle LIKE '%.kext' AND of_system = 0 AND arch IS NOT NULL
  AND ((arches NOT LIKE '%arm64e%' AND EXISTS (SELECT 1 FROM mac WHERE kind = 'apple-silicon')) OR (arches NOT LIKE '%x86_64%' AND EXISTS (SELECT 1 FROM mac WHERE kind IN ('intel', 't2'))))
