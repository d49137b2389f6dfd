-- rule:       nvram/no-update-target
-- stage:      apply
-- strength:   proves
-- confidence: 0.93
-- title:      NVRAM holds no target volume for the update
-- because:    After the restart patchd looks into NVRAM for the volume to update; the variable was not kept.
-- fix:        reset-nvram
-- over:       nvram, hardware-support, startup-security
SELECT source, line, ns, text FROM signal WHERE name IN ('patchd-no-target-uuid')
