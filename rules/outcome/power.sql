-- rule:       outcome/power
-- strength:   hints
-- title:      The Mac asked for power
-- because:    An update does not go on with a low battery or without the adapter.
-- fix:        connect-power
SELECT source, line, ns, text FROM signal WHERE name IN ('power-missing', 'battery-low') OR (name = 'ddm-reason' AND (text LIKE '%battery%' OR text LIKE '%power%'))
UNION ALL SELECT source, line, ns, text FROM dialog WHERE dialog = 'power'
