-- rule:       outcome/attempt-stopped
-- strength:   hints
-- title:      The log ends at stage {stage}; nothing says how the attempt went on
-- fix:        collect-more
SELECT source, line, ns, text, last_stage AS stage FROM attempt WHERE judged = 1 AND outcome = 'stopped'
