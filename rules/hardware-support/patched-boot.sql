-- rule:       hardware-support/patched-boot
-- strength:   hints
-- title:      This Mac starts through OpenCore ({value})
-- because:    The model that it shows and the updates that it gets may not fit the hardware.
-- fix:        use-supported-mac
SELECT source, line, ns, name || ' = ' || value AS text, value FROM nvram WHERE name LIKE '%opencore-version'
