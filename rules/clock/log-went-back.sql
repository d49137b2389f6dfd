-- rule:       clock/log-went-back
-- strength:   hints
-- title:      The log goes back in time from {later} to {text}
-- because:    Lines are written in order; a step back by more than a day shows that the clock was set wrong for a while.
-- fix:        set-clock
SELECT source, line, ns, text, before AS later FROM (
  SELECT source, line, ns, text, LAG(ns) OVER (PARTITION BY source ORDER BY line) AS before_ns, LAG(time) OVER (PARTITION BY source ORDER BY line) AS before
  FROM signal WHERE dated = 1 AND ns IS NOT NULL AND source LIKE '%install.log%')
WHERE before_ns - ns > 86400 * 1000000000 LIMIT 3
