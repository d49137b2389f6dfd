-- rule:       startup-security/policy-error
-- stage:      personalize
-- strength:   suggests
-- confidence: 0.72
-- title:      The startup policy could not be made ({domain} {code})
-- because:    The Mac could not write the policy from which it starts the new system.
-- fix:        reset-local-policy, boot-paired-recovery
-- over:       startup-security/error-code
SELECT source, line, ns, quote AS text, domain, code FROM error WHERE (domain = 'BYErrorDomain' AND code = 401) OR domain = 'com.apple.bootpolicy'
