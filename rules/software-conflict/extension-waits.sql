-- rule:       software-conflict/extension-waits
-- strength:   hints
-- title:      The system extension {name} waits for somebody to allow it
-- because:    Until it is allowed, or removed, its product works only in part, and some hold back the network meanwhile.
-- fix:        remove-security-software, safe-mode
SELECT source, line, ns, text, COALESCE(product, name, bundle_id) AS name FROM system_extension WHERE waiting_for_user = 1
