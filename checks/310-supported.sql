-- check:    supported
-- stage:    preflight
-- title:    supported Mac
-- cause:    hardware-support
-- strength: proves
-- because:  The installer has no build for a model that this macOS does not support.
-- fix:      use-supported-mac
-- fails:    hardware-support/model-not-supported, hardware-support/running-unsupported, hardware-support/no-compat-check
-- notes:    hardware-support/patched-boot
-- tells:    system_profiler
-- unknown:  nothing tells which model this is, or its model is not known
WITH it AS (
  SELECT m.source, m.line, m.ns, m.model, k.last_macos AS last, COALESCE(:major, (SELECT major FROM os WHERE major IS NOT NULL LIMIT 1)) AS major
  FROM mac AS m JOIN known_mac_model AS k ON k.model = m.model),
judged AS (SELECT *, CASE WHEN last = 'current' THEN 1 WHEN last GLOB '10.*' THEN major <= 10 WHEN last GLOB '[0-9]*' THEN major <= CAST(last AS INTEGER) END AS good FROM it)
SELECT CASE good WHEN 1 THEN 'passed' ELSE 'failed' END AS outcome,
       model || CASE WHEN good = 1 THEN ' is supported by macOS ' || major ELSE ' is not supported by macOS ' || major || ': its last is ' || last END AS says,
       source, line, ns, 'model ' || model || ', last macOS: ' || last AS text FROM judged WHERE good IS NOT NULL
