-- rule:       software-conflict/foreign-library-in-crash
-- strength:   suggests
-- confidence: 0.76
-- title:      {process} crashed with a foreign library in it: {library}
-- because:    A program of the update loads only what Apple signed; what another vendor put into it runs where it crashes.
-- fix:        stop-agent, safe-mode
-- over:       software-conflict/injected-libraries, installer/error-code, system-files/error-code
-- source:     Apple developer documentation, interpreting the JSON format of a crash report (usedImages)
SELECT c.source, c.line, c.ns, c.kind || ' of ' || c.process || ' with ' || c.foreign_image || ': ' || COALESCE(c.reason, c.text) AS text, c.process, c.foreign_image AS library
FROM crash AS c JOIN known_update_program AS p ON p.process = c.process
WHERE c.kind = 'crash' AND c.foreign_image IS NOT NULL AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' UNION ALL SELECT 1 FROM dialog WHERE sense = 'failure')
