-- rule:       system-files/permissions
-- strength:   hints
-- title:      {path} has permissions that macOS does not expect
-- because:    Nothing says that the update failed for it.
-- fix:        fix-permissions
SELECT source, line, ns, text, path FROM permission WHERE problem IS NOT NULL
