-- rule:       outcome/personalization-failed
-- strength:   hints
-- title:      Personalizing the update failed or did not come to its end
-- fix:        collect-more, wait-and-retry, full-installer, sign-out-and-in, revive-dfu
-- source:     eclecticlight.co, 2021-06-18; Apple support 108900
SELECT source, line, ns, text FROM (
  SELECT source, line, ns, text FROM attempt WHERE judged = 1 AND outcome <> 'succeeded' AND last_stage = 'personalize' AND kind = 'update'
  UNION ALL SELECT source, line, ns, text FROM dialog WHERE stage = 'personalize' AND sense = 'failure')
WHERE EXISTS (SELECT 1 FROM mac WHERE kind IN ('apple-silicon', 't2'))
