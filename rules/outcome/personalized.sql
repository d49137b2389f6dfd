-- rule:       outcome/personalized
-- strength:   hints
-- title:      Personalization itself succeeded; the failure lies at another stage
SELECT s.source, s.line, s.ns, s.text FROM signal AS s JOIN attempt AS a ON a.judged = 1
WHERE a.last_stage IN ('prepare', 'apply', 'boot', 'download') AND s.phase IN ('PREFLIGHT_FDR_RECOVERY', 'PREPARING_UPDATE', 'PREPARED')
  AND s.ns BETWEEN a.start_ns AND a.end_ns
