-- rule:       clock/older-than-system
-- strength:   proves
-- confidence: 0.92
-- title:      The Mac believes it is {date}, before macOS {version} existed
-- because:    The clock was lost, as with an empty battery; certificates and signatures look not yet valid.
-- fix:        set-clock
-- over:       network, installer, signing-server, system-files/error-code
-- source:     release dates of macOS, Apple support 109033
WITH born(major, minor, date) AS (VALUES (10, 13, '2017-09-01'), (10, 14, '2018-09-01'), (10, 15, '2019-10-01'), (11, NULL, '2020-11-01'), (12, NULL, '2021-10-01'),
  (13, NULL, '2022-10-01'), (14, NULL, '2023-09-01'), (15, NULL, '2024-09-01'), (26, NULL, '2025-09-01')),
lost AS (SELECT c.source, c.line, c.ns, c.mac_time AS text, substr(c.mac_time, 1, 10) AS date, o.version FROM clock AS c JOIN os AS o JOIN born AS b
  ON b.major = o.major AND (b.minor IS NULL OR b.minor = o.minor) WHERE c.mac_time IS NOT NULL AND substr(c.mac_time, 1, 10) < date(b.date, '-6 months') AND NOT EXISTS (SELECT 1 FROM seed WHERE build_is_seed = 1)
  AND NOT EXISTS (SELECT 1 FROM clock WHERE abs(offset_seconds) <= 300))
SELECT source, line, ns, text, date, version FROM lost WHERE EXISTS (SELECT 1 FROM clock_symptom UNION ALL SELECT 1 FROM attempt WHERE kind = 'supposed')
UNION ALL SELECT source, line, ns, text, '', '' FROM clock_symptom WHERE EXISTS (SELECT 1 FROM lost)
