-- rule:       startup-security/wrong-recovery
-- stage:      personalize
-- strength:   proves
-- confidence: 0.88
-- title:      The Mac was started in a recoveryOS that does not belong to the volume
-- because:    A LocalPolicy can be made only from the paired recoveryOS, which starts when the power button is pressed once and held.
-- fix:        boot-paired-recovery
-- over:       startup-security, ownership
-- source:     AsahiLinux/asahi-installer#263
SELECT source, line, ns, text FROM signal WHERE name = 'wrong-recovery'
