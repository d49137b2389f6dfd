-- rule:       management/command-refused
-- stage:      apply
-- strength:   suggests
-- confidence: 0.7
-- title:      The management's update command was refused
-- because:    The server's account lacks a privilege, or the Mac answered the command with an error; the update never started.
-- fix:        resend-mdm-command, lift-mdm-restriction
-- source:     Macjutsu/super#104, #172
SELECT s.source, s.line, s.ns, s.text FROM signal AS s JOIN attempt AS a ON a.judged = 1 AND a.outcome = 'failed' AND a.last_stage = 'apply'
WHERE s.name = 'super-mdm-request' OR (s.name = 'mdm-command-refused' AND s.detail <> 'NotNow')
