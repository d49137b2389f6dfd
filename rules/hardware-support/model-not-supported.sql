-- rule:       hardware-support/model-not-supported
-- strength:   proves
-- confidence: 0.9
-- title:      {model} is not supported by macOS {target}
-- because:    The last macOS for this model is {last}.
-- fix:        use-supported-mac
-- over:       hardware-support, installer, firmware, system-files, startup-security/error-code
WITH target AS (
  SELECT CAST(target_version AS INTEGER) AS major, source, line, ns, text FROM attempt WHERE judged = 1 AND target_version IS NOT NULL
  UNION ALL SELECT CAST(version AS INTEGER), source, line, ns, text FROM signal WHERE name LIKE 'target-%' AND version IS NOT NULL
  UNION ALL SELECT CAST(substr(d.text, instr(d.text, k.name) + length(k.name) + 1) AS INTEGER), d.source, d.line, d.ns, d.text FROM dialog AS d JOIN known_macos AS k ON instr(d.text, k.name) WHERE CAST(substr(d.text, instr(d.text, k.name) + length(k.name) + 1) AS INTEGER) > 10
  UNION ALL SELECT k.major, s.source, s.line, s.ns, s.text FROM signal AS s JOIN known_macos AS k ON s.text LIKE '%Install ' || k.name || '%'),
mine AS (
  SELECT m.source, m.line, m.ns, m.model, k.last_macos AS last FROM mac AS m JOIN known_mac_model AS k ON k.model = m.model WHERE k.last_macos GLOB '[0-9]*')
SELECT mine.source, mine.line, mine.ns, mine.model || ': last supported macOS is ' || mine.last AS text, mine.model, mine.last, t.major AS target
FROM mine JOIN target AS t WHERE t.major > CAST(mine.last AS INTEGER) AND t.major >= 11
UNION ALL
SELECT t.source, t.line, t.ns, t.text, mine.model, mine.last, t.major FROM mine JOIN target AS t WHERE t.major > CAST(mine.last AS INTEGER) AND t.major >= 11
