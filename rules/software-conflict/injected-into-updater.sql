-- rule:       software-conflict/injected-into-updater
-- strength:   proves
-- confidence: 0.88
-- title:      {label} loads a foreign library into the updater, which then ends
-- because:    The library that a launchd job inserts everywhere is named where the process of the update fails.
-- fix:        stop-agent, safe-mode
-- over:       software-conflict, installer/error-code, system-files/error-code
WITH library AS (
  SELECT j.label, j.source, j.line, j.ns, replace(COALESCE(j.inserted_libraries, ''), rtrim(COALESCE(j.inserted_libraries, ''), replace(COALESCE(j.inserted_libraries, ''), '/', '')), '') AS file
  FROM launchd_job AS j WHERE j.injects = 1),
named AS (
  SELECT c.source, c.line, c.ns, c.kind || ' of ' || c.process || ': ' || COALESCE(c.reason, c.text) AS text, l.label FROM crash AS c JOIN library AS l ON length(l.file) > 4 AND (instr(c.reason, l.file) > 0 OR instr(c.text, l.file) > 0)
  WHERE c.process IN (SELECT process FROM known_update_program) OR c.process = 'nsurlsessiond' OR c.process LIKE '%UpdateBrain%' OR c.process LIKE '%MobileSoftwareUpdate%'
  UNION ALL
  SELECT g.source, g.line, g.ns, g.text, l.label FROM signal AS g JOIN library AS l ON length(l.file) > 4 AND instr(g.path, l.file) > 0
  WHERE g.name IN ('library-refused') AND (g.process IN (SELECT process FROM known_update_program) OR g.process = 'nsurlsessiond' OR g.text LIKE '%softwareupdate%' OR g.text LIKE '%osinstallersetupd%'
    OR g.text LIKE '%InstallAssistant%' OR g.text LIKE '%UpdateBrain%' OR g.text LIKE '%startosinstall%' OR g.text LIKE '%mobileassetd%'))
SELECT * FROM (
  SELECT * FROM named
  UNION ALL SELECT source, line, ns, label || ' sets DYLD_INSERT_LIBRARIES to ' || file, label FROM library WHERE EXISTS (SELECT 1 FROM named WHERE (ns IS NULL OR ns >= COALESCE((SELECT start_ns FROM attempt WHERE judged = 1), 0) - 86400000000000)))
WHERE EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND (outcome = 'failed' OR last_stage = 'personalize') UNION ALL SELECT 1 FROM dialog WHERE sense = 'failure')
