-- rule:       installer/older-than-system
-- stage:      preflight
-- strength:   proves
-- confidence: 0.85
-- title:      The installer is older than the system that runs
-- because:    macOS cannot be installed over a newer one.
-- fix:        redownload-installer
-- over:       installer
SELECT s.source, s.line, s.ns, s.text, s.build, s.detail FROM signal AS s WHERE s.name = 'erase-install-old'
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('preflight', 'prepare'))
  AND NOT EXISTS (SELECT 1 FROM signal AS v WHERE v.name = 'erase-install-build' AND v.source = s.source AND v.line > s.line)
UNION ALL
SELECT source, line, ns, text, '', '' FROM dialog WHERE dialog = 'too-old-installer'
UNION ALL -- the engine's own code for it
SELECT e.source, e.line, e.ns, e.quote, '', '' FROM error AS e JOIN attempt AS a ON a.judged = 1 AND a.outcome = 'failed'
WHERE ((e.domain = 'MobileSoftwareUpdateErrorDomain' AND e.code = 41) OR (e.domain = 'com.apple.BuildInfo.preflight.error' AND e.code = 21 AND e.ns IS NOT NULL AND EXISTS (SELECT 1 FROM os))) AND (e.ns IS NULL OR a.start_ns IS NULL OR e.ns BETWEEN a.start_ns AND a.end_ns + 60000000000)
UNION ALL -- the code alone, without a log, may be that of a repair from Recovery after the update broke; but not where the system to install is named
SELECT e.source, e.line, e.ns, e.quote, k.name, o.version FROM error AS e JOIN dialog AS d JOIN known_macos AS k ON instr(d.text, k.name) JOIN os AS o
WHERE e.domain = 'com.apple.BuildInfo.preflight.error' AND e.code = 21 AND CAST(o.version AS INTEGER) > CAST(k.major AS INTEGER) AND CAST(k.major AS INTEGER) > 10
UNION ALL -- both versions, told by the same run of the installer
SELECT t.source, t.line, t.ns, t.text, t.version || ' ' || t.build, r.version FROM signal AS t
JOIN signal AS r ON r.name = 'running-os' AND version_before(t.version, r.version)
  AND CASE WHEN r.source = t.source THEN r.line < t.line ELSE t.ns - r.ns BETWEEN 0 AND 600000000000 END -- a log may have been rotated in between
JOIN attempt AS a ON a.judged = 1 AND a.outcome = 'failed' AND a.last_stage IN ('preflight', 'prepare')
WHERE t.name = 'target-product' AND (t.ns IS NULL OR a.start_ns IS NULL OR t.ns BETWEEN a.start_ns AND a.end_ns)
  AND NOT EXISTS (SELECT 1 FROM signal AS l WHERE l.name = 'running-os' AND l.source = t.source AND l.line > r.line AND l.line < t.line)
