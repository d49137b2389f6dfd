-- rule:       startup-security/not-from-recovery
-- stage:      personalize
-- strength:   proves
-- confidence: 0.92
-- title:      The policy was to be made outside recoveryOS
-- because:    The secure enclave makes a LocalPolicy only while the Mac is started from recoveryOS (power button held); the password is not at fault.
-- fix:        boot-paired-recovery
-- over:       startup-security, ownership, firmware/older-than-system
-- source:     Asahi Linux documentation, boot modes of the secure enclave
SELECT source, line, ns, quote AS text FROM error WHERE domain = 'com.apple.bootpolicy' AND code = 11
UNION ALL SELECT s.source, s.line, s.ns, s.text FROM signal AS s WHERE s.name = 'policy-boot-mode'
  AND NOT EXISTS (SELECT 1 FROM error AS e WHERE e.domain = 'com.apple.bootpolicy' AND e.source = s.source AND e.line = s.line)
