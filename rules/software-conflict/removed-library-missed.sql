-- rule:       software-conflict/removed-library-missed
-- strength:   suggests
-- confidence: 0.72
-- title:      {program} needs {what}, which this macOS does not have, and it stopped the update
-- because:    A program that the update or its start runs ends at once where a library that it links is not there.
-- fix:        update-dependencies, safe-mode
-- over:       software-conflict/removed-from-target, system-files/library-refused, system-files/library-damaged, outcome/process-ended
SELECT l.source, l.line, l.ns, l.text, d.program, d.what FROM signal AS l JOIN dependency AS d ON d.needs = l.path AND d.removed_in IS NOT NULL AND d.apple = 0
WHERE l.name IN ('library-not-loaded', 'library-refused')
  AND EXISTS (SELECT 1 FROM signal AS r WHERE r.name = 'library-referenced' AND r.source = l.source AND r.line BETWEEN l.line + 1 AND l.line + 50
    AND COALESCE(r.process, '') = COALESCE(l.process, '') AND r.path = d.program)
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('apply', 'boot'))
