-- rule:       virtualization/tool-newer-than-host
-- stage:      preflight
-- strength:   suggests
-- confidence: 0.76
-- title:      The host tool needs a newer macOS than this host runs: {path} is not there
-- because:    The library belongs to a newer system; the tool was built for that one and cannot start on this.
-- fix:        update-host-tools
-- over:       virtualization, system-files/library-refused, outcome/process-ended
-- source:     openai/tart#63
SELECT l.source, l.line, l.ns, l.text, l.path FROM signal AS l
JOIN signal AS r ON r.name = 'library-referenced' AND r.source = l.source AND r.line = l.line + 1
WHERE l.name = 'library-not-loaded' AND l.path LIKE '/usr/lib/swift/%' AND l.source LIKE '%host-tool%'
  AND r.path NOT LIKE '/System/%' AND r.path NOT LIKE '/usr/lib%' AND r.path NOT LIKE '/usr/bin/%' AND r.path NOT LIKE '/usr/sbin/%'
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed')
