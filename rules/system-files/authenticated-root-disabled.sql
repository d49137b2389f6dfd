-- rule:       system-files/authenticated-root-disabled
-- strength:   hints
-- title:      Authenticated root is disabled
-- because:    The seal of the system volume is not enforced, so the system may have been altered.
-- fix:        reseal-system
SELECT source, line, ns, COALESCE(text, name || ': ' || value) AS text FROM security WHERE name = 'authenticated_root' AND value = 'disabled'
