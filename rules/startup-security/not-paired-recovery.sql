-- rule:       startup-security/not-paired-recovery
-- stage:      personalize
-- strength:   proves
-- confidence: 0.93
-- title:      The policy was to be made from a recoveryOS that is not paired with that system
-- because:    A LocalPolicy can be changed only from the Recovery that belongs to the volume.
-- fix:        boot-paired-recovery, reset-local-policy
-- over:       startup-security, ownership
SELECT source, line, ns, quote AS text FROM error WHERE domain = 'com.apple.bootpolicy' AND (code = 17 OR text LIKE '%pairing%')
