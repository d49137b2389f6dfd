-- rule:       clock/log-older-than-system
-- strength:   suggests
-- confidence: 0.82
-- title:      The failed attempt is dated {date}, before macOS {version} existed
-- because:    The log was written with the clock that the attempt had: it was lost, as with an empty battery, and certificates and signatures look not yet valid.
-- fix:        set-clock
-- over:       network, installer, signing-server, system-files/error-code, clock/certificate-date, clock/error-code
-- source:     release dates of macOS, Apple support 109033; eprigorodov/mkosxinstallusb#2 (the sentence of an unset clock)
WITH born(major, date) AS (VALUES (10, '2011-06-01'), (11, '2020-06-01'), (12, '2021-06-01'), (13, '2022-06-01'), (14, '2023-06-01'), (15, '2024-06-01'), (26, '2025-06-01')),
named AS (
  SELECT version FROM os UNION SELECT version FROM signal WHERE name = 'running-os' UNION SELECT target_version FROM attempt WHERE judged = 1),
-- Of 10.x the first that a Recovery could install is meant: Internet Recovery came in 2011.
early AS (
  SELECT s.source, s.line, s.ns, s.text, substr(s.time, 1, 10) AS date, n.version FROM attempt AS a JOIN named AS n JOIN born AS b ON b.major = CAST(n.version AS INTEGER)
  JOIN signal AS s ON (s.dated = 1 OR s.time < '2011') AND s.ns BETWEEN a.start_ns AND a.end_ns
  WHERE a.judged = 1 AND a.outcome = 'failed' AND substr(a.start, 1, 10) < date(b.date, '-3 months') ORDER BY b.date DESC, s.ns LIMIT 1)
SELECT source, line, ns, text, date, version FROM early WHERE EXISTS (SELECT 1 FROM clock_symptom)
UNION ALL SELECT source, line, ns, text, '', '' FROM clock_symptom WHERE EXISTS (SELECT 1 FROM early)
