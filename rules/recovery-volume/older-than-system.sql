-- rule:       recovery-volume/older-than-system
-- stage:      personalize
-- strength:   suggests
-- confidence: 0.72
-- title:      The System Recovery is macOS {recovery}, the system {version}
-- because:    The startup policy is made from Recovery; where it stayed behind the firmware, it cannot make the policy of the newer system.
-- fix:        revive-dfu, create-recovery, restore-dfu
-- over:       startup-security/policy-error, startup-security/error-code, outcome
-- source:     AsahiLinux/asahi-installer#239, #425; AsahiLinux/docs#73
WITH pair AS (
  SELECT r.source, r.line, r.ns, r.text, r.version AS recovery, o.version, o.line AS os_line, o.text AS os_text FROM signal AS r
  JOIN signal AS o ON o.name = 'asahi-os' AND o.source = r.source WHERE r.name = 'asahi-recovery' AND version_before(r.version, o.version)),
failure AS ( -- the policy, and neither the signing server nor the password
  SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND EXISTS (
    SELECT 1 FROM signal WHERE name IN ('bputil-failed', 'local-policy-failed', 'recovery-policy-failed', 'policy-image4')
    UNION ALL SELECT 1 FROM error WHERE domain = 'BYErrorDomain' AND code IN (401, 410))
  AND NOT EXISTS (SELECT 1 FROM signal WHERE name IN ('bootability-signing', 'owner-authentication', 'credential-rejected', 'wrong-recovery', 'policy-pairing')))
SELECT source, line, ns, text, recovery, version FROM pair WHERE EXISTS (SELECT 1 FROM failure)
UNION ALL SELECT source, os_line, ns, os_text, recovery, version FROM pair WHERE EXISTS (SELECT 1 FROM failure)
UNION ALL SELECT source, line, ns, text, '', '' FROM signal WHERE name = 'recovery-mismatch' AND EXISTS (SELECT 1 FROM pair) AND EXISTS (SELECT 1 FROM failure)
