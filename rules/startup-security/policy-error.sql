-- rule:       startup-security/policy-error
-- stage:      personalize
-- strength:   suggests
-- confidence: 0.72
-- title:      The startup policy could not be made ({domain} {code})
-- because:    The Mac could not write the policy from which it starts the new system.
-- fix:        reset-local-policy, boot-paired-recovery
-- over:       startup-security/error-code
SELECT e.source, e.line, e.ns, e.quote AS text, e.domain, e.code FROM error AS e
WHERE ((e.domain = 'BYErrorDomain' AND e.code = 401) OR e.domain = 'com.apple.bootpolicy')
  AND NOT EXISTS (SELECT 1 FROM error AS u WHERE u.source = e.source AND u.chain = e.chain AND u.depth >= e.depth
                    AND ((u.cause IS NOT NULL AND u.cause <> 'startup-security') OR u.domain IN ('TSS', 'AMAuthInstallErrorDomain', 'AuthInstallErrorDomain', 'NSURLErrorDomain')))
