-- rule:       management/command-lost
-- stage:      apply
-- strength:   hints
-- title:      The management's update command did not come to its end
-- because:    Commands get lost or stop half-way without a fault of the Mac; a restart or a local owner's password often gets them through.
-- fix:        resend-mdm-command
-- source:     Macjutsu/super#95, #107
SELECT source, line, ns, text FROM signal WHERE name IN ('super-push-failed', 'super-timeout', 'intune-error', 'muu-api-404', 'mdm-status-failed')
