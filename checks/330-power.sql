-- check:    power
-- stage:    preflight
-- title:    power
-- because:  macOS installs nothing on a battery that is not half full.
-- fix:      connect-power
-- tells:    pmset_ps
-- unknown:  nothing tells the source of power
SELECT CASE WHEN power_source LIKE 'Battery%' AND percent < 50 THEN 'failed' ELSE 'passed' END AS outcome,
       CASE WHEN battery IS NULL THEN 'This Mac has no battery' WHEN power_source LIKE 'Battery%' AND percent < 50 THEN 'The battery is at ' || percent || ' %, and no power adapter is connected'
            WHEN power_source LIKE 'Battery%' THEN 'The battery is at ' || percent || ' %; connect the power adapter before you begin' ELSE 'Power is connected' END AS says,
       source, line, ns, text FROM power WHERE text IS NOT NULL AND power_source IS NOT NULL AND (power_source NOT LIKE 'Battery%' OR percent IS NOT NULL)
