-- rule:       configuration-data/damaged-list
-- strength:   hints
-- title:      A property list is damaged: {path}
-- because:    Nothing says that the update reads this file.
-- fix:        repair-preferences
SELECT source, line, ns, path || ': ' || problem AS text, path FROM plist WHERE valid = 0
