-- rule:       hardware-support/model-not-supported
-- strength:   proves
-- confidence: 0.9
-- title:      {model} is not supported by macOS {target}
-- because:    The last macOS for this model is {last}.
-- fix:        use-supported-mac
-- over:       hardware-support, installer, firmware, system-files, startup-security/error-code
-- source:     Apple support 120282
WITH said AS (
  SELECT target_version AS version, source, line, ns, text FROM attempt WHERE judged = 1 AND target_version IS NOT NULL
  UNION ALL SELECT s.version, s.source, s.line, s.ns, s.text FROM signal AS s LEFT JOIN attempt AS a ON a.judged = 1
    WHERE (s.name LIKE 'target-%' OR s.name = 'not-compatible-mac') AND s.version IS NOT NULL AND (s.ns IS NULL OR a.start_ns IS NULL OR s.ns BETWEEN a.start_ns - 900000000000 AND a.end_ns + 3600000000000)
  UNION ALL SELECT substr(d.text, instr(d.text, k.name) + length(k.name) + 1), d.source, d.line, d.ns, d.text FROM dialog AS d JOIN known_macos AS k ON instr(d.text, k.name)
    WHERE CAST(substr(d.text, instr(d.text, k.name) + length(k.name) + 1) AS INTEGER) > 10
  UNION ALL SELECT d.detail, d.source, d.line, d.ns, d.text FROM dialog AS d WHERE d.cause = 'hardware-support' AND d.detail GLOB '[0-9]*'
  UNION ALL SELECT k.major, d.source, d.line, d.ns, d.text FROM dialog AS d JOIN known_macos AS k ON instr(d.text, k.name) WHERE d.cause = 'hardware-support'
  UNION ALL SELECT k.major, s.source, s.line, s.ns, s.text FROM signal AS s JOIN known_macos AS k ON instr(s.text, k.name) WHERE s.name = 'not-compatible-mac'
  UNION ALL SELECT k.major, s.source, s.line, s.ns, s.text FROM signal AS s JOIN known_macos AS k ON s.text LIKE '%Install ' || k.name || '%'
    LEFT JOIN attempt AS a ON a.judged = 1
    WHERE s.name NOT IN ('killed-by-restriction', 'restriction-other-app', 'restricted-dialog', 'update-installed-other')
      AND (s.ns IS NULL OR a.start_ns IS NULL OR s.ns BETWEEN a.start_ns - 900000000000 AND a.end_ns + 3600000000000)),
target AS ( -- what counts is 15 of 15.1, but 10.13 of 10.13.6
  SELECT CASE WHEN CAST(version AS INTEGER) > 10 THEN CAST(CAST(version AS INTEGER) AS TEXT) ELSE '10.' || CAST(substr(version, 4) AS INTEGER) END AS major,
         source, line, ns, text FROM said WHERE CAST(version AS INTEGER) >= 11 OR version GLOB '10.[0-9]*'),
named AS (
  SELECT source, line, ns, model FROM mac WHERE model IS NOT NULL
  UNION ALL SELECT source, line, ns, detail FROM signal WHERE name = 'hardware' AND NOT EXISTS (SELECT 1 FROM mac WHERE model IS NOT NULL)),
mine AS (
  SELECT m.source, m.line, m.ns, m.model, k.last_macos AS last FROM named AS m JOIN known_mac_model AS k ON k.model = m.model WHERE k.last_macos GLOB '[0-9]*'),
failure AS (
  SELECT 1 FROM attempt WHERE judged = 1 AND outcome <> 'succeeded' AND last_stage IN ('preflight', 'personalize', 'prepare', 'apply', 'boot')
  UNION ALL SELECT 1 FROM dialog WHERE sense = 'failure' AND (stage IN ('preflight', 'personalize', 'prepare', 'apply', 'boot') OR cause = 'hardware-support' OR dialog = 'install-error'))
SELECT mine.source, mine.line, mine.ns, mine.model || ': last supported macOS is ' || mine.last AS text, mine.model, mine.last, t.major AS target
FROM mine JOIN target AS t WHERE version_before(mine.last, t.major) AND EXISTS (SELECT 1 FROM failure)
UNION ALL
SELECT t.source, t.line, t.ns, t.text, mine.model, mine.last, t.major FROM mine JOIN target AS t WHERE version_before(mine.last, t.major) AND EXISTS (SELECT 1 FROM failure)
