-- rule:       installer/checksum-wrong
-- strength:   suggests
-- confidence: 0.78
-- title:      The downloaded installer does not have the checksum that it should
-- because:    A part of it arrived altered or not whole; what a tool keeps in its cache is found damaged again until it is deleted.
-- fix:        redownload-installer
-- over:       installer/error-code, network/dialog
-- source:     ninxsoft/mist-cli#94
SELECT s.source, s.line, s.ns, s.text, s.stage FROM signal AS s JOIN attempt AS a ON a.judged = 1 AND a.outcome = 'failed'
WHERE s.name = 'download-checksum' AND (s.ns IS NULL OR a.start_ns IS NULL OR s.ns BETWEEN a.start_ns AND a.end_ns)
  -- the tool fetched the part again, and then it was whole
  AND NOT EXISTS (SELECT 1 FROM signal AS v WHERE v.name = 'mist-verified' AND v.source = s.source AND v.line > s.line AND s.text LIKE '%Invalid %')
