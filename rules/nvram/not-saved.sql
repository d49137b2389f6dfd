-- rule:       nvram/not-saved
-- stage:      boot
-- strength:   proves
-- confidence: 0.88
-- title:      NVRAM could not be saved, so the Mac did not start what the update had prepared
-- because:    Which volume starts next, and that an update waits there, is kept in NVRAM.
-- fix:        reset-nvram
-- over:       nvram, hardware-support/patched-boot, startup-security/error-code, outcome/update-succeeded
SELECT source, line, ns, text FROM signal WHERE name = 'nvram-not-saved'
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('prepare', 'apply', 'boot'))
