-- rule:       clock/behind-its-history
-- strength:   suggests
-- confidence: 0.78
-- title:      The Mac's clock shows {date}, but it was updated on {installed}
-- because:    What lies behind it is dated later than the clock: the clock was set back or lost.
-- fix:        set-clock
-- over:       network/certificate-refused, network/error-code, installer/error-code, installer/damaged
WITH history AS (SELECT MAX(date) AS newest FROM install_history),
back AS (SELECT c.source, c.line, c.ns, c.mac_time AS text, substr(c.mac_time, 1, 10) AS date, substr(h.newest, 1, 10) AS installed FROM clock AS c, history AS h
  WHERE c.mac_time IS NOT NULL AND c.mac_time < datetime(h.newest, '-1 day') AND julianday(h.newest) - julianday(c.mac_time) > 1
  AND NOT EXISTS (SELECT 1 FROM clock WHERE abs(offset_seconds) <= 300))
SELECT source, line, ns, text, date, installed FROM back WHERE EXISTS (SELECT 1 FROM clock_symptom UNION ALL SELECT 1 FROM attempt WHERE kind = 'supposed')
UNION ALL SELECT source, line, ns, text, '', '' FROM clock_symptom WHERE EXISTS (SELECT 1 FROM back)
