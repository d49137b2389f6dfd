-- rule:       startup-security/policy-broken
-- stage:      personalize
-- strength:   proves
-- confidence: 0.82
-- title:      The LocalPolicy cannot be changed ({domain} {code})
-- because:    Personalization re-signs the LocalPolicy; while that policy is broken it cannot.
-- fix:        sign-out-and-in, reset-local-policy, remove-kext, revive-dfu
-- over:       startup-security, software-conflict/third-party-kext
SELECT e.source, e.line, e.ns, e.quote AS text, e.domain, e.code FROM error AS e
WHERE ((e.domain = 'SDErrorDomain' AND e.code = 104 AND COALESCE(e.process, '') NOT LIKE 'seed%') OR (e.domain = 'MobileSoftwareUpdateErrorDomain' AND e.code IN (43, 67)))
  -- What the signing server, the network or the account refused beneath it is no fault of the policy.
  AND NOT EXISTS (SELECT 1 FROM error AS u WHERE u.source = e.source AND u.chain = e.chain AND u.depth >= e.depth
                    AND ((u.cause IS NOT NULL AND u.cause <> 'startup-security') OR u.domain IN ('TSS', 'AMAuthInstallErrorDomain', 'AuthInstallErrorDomain', 'NSURLErrorDomain')))
