-- rule:       outcome/personalized
-- strength:   hints
-- title:      Personalization itself succeeded; the failure lies at another stage
-- stage:      personalize
-- note:       yes
SELECT s.source, s.line, s.ns, s.text FROM signal AS s JOIN attempt AS a ON a.judged = 1 AND a.outcome <> 'succeeded'
WHERE a.last_stage IN ('prepare', 'apply', 'boot', 'download')
  AND (s.phase IN ('PREFLIGHT_FDR_RECOVERY', 'PREPARING_UPDATE', 'PREPARED') OR s.name IN ('personalize-succeeded', 'tss-response-received', 'shsh-received'))
  AND (s.ns BETWEEN a.start_ns AND a.end_ns OR (s.ns IS NULL AND a.start_ns IS NULL AND s.source = a.source))
  -- What is asked or refused after it is another ticket.
  AND NOT EXISTS (SELECT 1 FROM signal AS p WHERE (p.phase = 'PREFLIGHT_PERSONALIZE' OR (p.stage = 'personalize' AND p.sense = 'failure'))
                  AND (p.ns > s.ns AND p.ns <= a.end_ns OR (p.ns IS NULL AND s.ns IS NULL AND p.source = s.source AND p.line > s.line)))
