-- rule:       outcome/update-succeeded
-- strength:   hints
-- title:      An update went through to its end
SELECT source, line, ns, text FROM attempt WHERE outcome = 'succeeded' AND kind <> 'scan' AND last_stage IN ('prepare', 'apply', 'boot')
