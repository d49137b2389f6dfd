-- rule:       nvram/boot-device-not-set
-- strength:   suggests
-- confidence: 0.74
-- title:      The disk to start from could not be written to NVRAM
-- because:    bless hands the prepared installation over the restart in NVRAM; what cannot be written there is not started.
-- fix:        reset-nvram
-- source:     kainjow/BootChamp#19 (the line); dortania, OpenCore Post-Install, emulated NVRAM
SELECT s.source, s.line, s.ns, s.text FROM signal AS s JOIN attempt AS a ON a.judged = 1 AND a.outcome = 'failed' AND a.last_stage IN ('prepare', 'apply', 'boot')
WHERE s.name = 'bless-failed' AND s.text LIKE '%boot device%' AND (s.ns IS NULL OR a.start_ns IS NULL OR s.ns BETWEEN a.start_ns AND a.end_ns + 60000000000)
  AND NOT EXISTS (SELECT 1 FROM mac WHERE kind = 'apple-silicon')
  AND lower(s.text) NOT LIKE '%e00002c1%' AND lower(s.text) NOT LIKE '%e00002e2%' -- not privileged, not permitted: System Integrity Protection, not NVRAM
