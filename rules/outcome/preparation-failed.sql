-- rule:       outcome/preparation-failed
-- strength:   hints
-- title:      Preparing or installing the update failed
-- fix:        collect-more, clear-partial-update, safe-mode, full-installer
-- source:     Apple support 102531
SELECT source, line, ns, text FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('prepare', 'apply')
UNION ALL SELECT source, line, ns, text FROM dialog WHERE stage IN ('prepare', 'apply') AND sense = 'failure'
