-- rule:       management/plan-refused
-- stage:      apply
-- strength:   suggests
-- confidence: 0.74
-- title:      The management server refused its own update plan: {detail}
-- because:    The plan never reached the Mac, so no update was asked for.
-- fix:        resend-mdm-command, lift-mdm-restriction
-- over:       management/command-lost
-- source:     robjschroeder/Apple-Auto-Patch#2; avogel-mac/Update_macOS_DDM (the reasons of Jamf Pro's plans)
SELECT source, line, ns, text, detail FROM signal WHERE name = 'plan-refused'
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage = 'apply')
