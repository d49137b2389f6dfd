-- rule:       system-files/history-ahead
-- strength:   hints
-- title:      The history tells of {name}, but macOS {running} runs
-- because:    Either another system on this Mac was updated, or the update was entered and then came back.
-- source:     eclecticlight.co 2019-05-08
-- fix:        collect-more
SELECT h.source, h.line, h.ns, h.text, h.name, o.version AS running FROM install_history AS h JOIN os AS o
WHERE (h.name LIKE 'macOS %' OR h.name LIKE 'macOS' OR h.name LIKE 'OS X %') AND h.name NOT LIKE '%beta%' AND h.version GLOB '[0-9]*.[0-9]*' AND version_before(o.version, h.version)
  AND NOT EXISTS (SELECT 1 FROM install_history AS later WHERE later.name LIKE 'macOS%' AND later.date > h.date AND NOT version_before(o.version, later.version) AND later.version GLOB '[0-9]*')
