-- rule:       recovery-volume/told-missing
-- stage:      personalize
-- strength:   proves
-- confidence: 0.86
-- title:      The update did not find a Recovery volume
-- because:    Personalization also signs the recoveryOS that belongs to the system; without its volume there is nothing to sign.
-- fix:        create-recovery, rebuild-vm
-- over:       recovery-volume, disk-space/below-floor, disk-space/nearly-full, virtualization/error-code, outcome
-- source:     openai/tart#17, #595; cirruslabs/packer-plugin-tart#140
SELECT s.source, s.line, s.ns, s.text FROM signal AS s JOIN attempt AS a ON a.judged = 1 AND a.outcome = 'failed' AND a.last_stage = 'personalize'
WHERE s.name = 'recovery-volume-missing' AND (s.ns IS NULL OR a.start_ns IS NULL OR s.ns BETWEEN a.start_ns AND a.end_ns + 60000000000)
  AND NOT EXISTS (SELECT 1 FROM failed_request WHERE overcome = 0 AND stage = 'personalize' AND (apple = 1 OR kind IN ('http', 'tss')))
