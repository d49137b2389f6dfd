-- rule:       hardware-support/not-offered-to-model
-- strength:   proves
-- confidence: 0.88
-- title:      {model} is not supported by macOS {target}, so Apple offers it none
-- because:    The last macOS for this model is {last}; a later one is in no list that Apple's server gives to it, and whoever asks for it by number is told that it is not found.
-- fix:        use-supported-mac
-- over:       hardware-support, installer, network/dialog-vague, management/deferred-so-not-offered, outcome/error-chain
-- source:     Apple support 120282; man softwareupdate(8)
WITH refused AS (
  SELECT s.name, s.source, s.line, s.ns, s.text, s.detail, COALESCE(a.last_stage, s.stage) AS stage FROM signal AS s JOIN attempt AS a ON a.judged = 1 AND a.outcome = 'failed' AND a.last_stage IN ('scan', 'download')
  WHERE s.name IN ('fetch-installer-failed', 'target-not-offered', 'no-such-update', 'update-not-found', 'not-currently-available')),
asked AS ( -- the number stands a few lines before the refusal, or in it
  SELECT r.source, r.line, r.ns, r.text, r.stage, q.version, q.line AS asked_line, q.text AS question FROM refused AS r JOIN signal AS q
    ON q.name = 'fetch-installer-start' AND q.source = r.source AND q.line BETWEEN r.line - 40 AND r.line AND q.version IS NOT NULL
  UNION ALL SELECT r.source, r.line, r.ns, r.text, r.stage, substr(r.detail, 7), NULL, NULL FROM refused AS r WHERE r.detail GLOB 'macOS [0-9]*'
  UNION ALL SELECT r.source, r.line, r.ns, r.text, r.stage, k.major, NULL, NULL FROM refused AS r JOIN known_macos AS k ON instr(r.detail, k.name)
  UNION ALL SELECT d.source, d.line, d.ns, d.text, d.stage, k.major, NULL, NULL FROM dialog AS d JOIN known_macos AS k ON instr(d.text, k.name) WHERE d.dialog = 'not-on-server' AND d.sense = 'failure'),
target AS (
  SELECT *, CASE WHEN CAST(version AS INTEGER) > 10 THEN CAST(CAST(version AS INTEGER) AS TEXT) ELSE '10.' || CAST(substr(version, 4) AS INTEGER) END AS major FROM asked
  WHERE CAST(version AS INTEGER) >= 11 OR version GLOB '10.[0-9]*'),
mine AS (
  SELECT m.source, m.line, m.ns, m.model, k.last_macos AS last FROM mac AS m JOIN known_mac_model AS k ON k.model = m.model WHERE k.last_macos GLOB '[0-9]*')
SELECT mine.source, mine.line, mine.ns, mine.model || ': last supported macOS is ' || mine.last AS text, mine.model, mine.last, t.major AS target, t.stage
FROM mine JOIN target AS t WHERE version_before(mine.last, t.major)
UNION ALL SELECT t.source, t.asked_line, t.ns, t.question, mine.model, mine.last, t.major, t.stage FROM mine JOIN target AS t WHERE version_before(mine.last, t.major) AND t.question IS NOT NULL
UNION ALL SELECT t.source, t.line, t.ns, t.text, mine.model, mine.last, t.major, t.stage FROM mine JOIN target AS t WHERE version_before(mine.last, t.major)
