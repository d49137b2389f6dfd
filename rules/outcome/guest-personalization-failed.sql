-- rule:       outcome/guest-personalization-failed
-- strength:   hints
-- title:      Personalizing the update failed in a virtual machine
-- fix:        collect-more, update-host-tools, rebuild-vm
-- source:     openai/tart#889, #1232
SELECT source, line, ns, text FROM (
  SELECT source, line, ns, text FROM attempt WHERE judged = 1 AND outcome <> 'succeeded' AND last_stage = 'personalize' AND kind = 'update'
  UNION ALL SELECT source, line, ns, text FROM dialog WHERE stage = 'personalize' AND sense = 'failure')
WHERE EXISTS (SELECT 1 FROM mac WHERE kind = 'vm')
