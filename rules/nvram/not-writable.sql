-- rule:       nvram/not-writable
-- strength:   suggests
-- confidence: 0.7
-- title:      NVRAM could not be written
-- because:    Over the restart the update hands its target on in NVRAM variables; what is not kept there is not installed.
-- fix:        reset-nvram
-- source:     acidanthera/bugtracker#1167
SELECT s.source, s.line, s.ns, s.text FROM signal AS s JOIN attempt AS a ON a.judged = 1 AND a.outcome = 'failed' AND a.last_stage IN ('prepare', 'apply', 'boot')
WHERE s.name = 'nvram-write-failed' AND s.text NOT LIKE '%not privileged%' AND NOT EXISTS (SELECT 1 FROM mac WHERE kind = 'apple-silicon')
