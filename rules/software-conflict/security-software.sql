-- rule:       software-conflict/security-software
-- strength:   hints
-- title:      {product} watches this Mac
-- because:    Security software can hold or block what the updater does; its own log would tell.
-- fix:        safe-mode, remove-security-software
SELECT source, line, ns, text, COALESCE(product, name, bundle_id) AS product FROM system_extension WHERE active = 1 AND team_id IS NOT NULL
