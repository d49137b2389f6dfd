-- rule:       software-conflict/third-party-kext
-- strength:   hints
-- title:      The third-party kernel extension {bundle_id} is loaded
-- because:    A kernel extension that does not fit the new system can stop it; on Apple silicon it needs Reduced Security.
-- fix:        remove-kext, safe-mode
SELECT source, line, ns, bundle_id || ' ' || COALESCE(version, '') AS text, bundle_id FROM kext WHERE apple = 0 AND loaded = 1
