-- rule:       virtualization/image-not-readable
-- stage:      preflight
-- strength:   suggests
-- confidence: 0.72
-- title:      The file that was chosen is no restore image that can be read
-- because:    The framework reads only a whole image with its own ending (.ipsw); one that was cut short, renamed or is another file ends here.
-- fix:        choose-guest-image, update-host-tools
-- over:       virtualization/error-code, virtualization/restore-failed
-- source:     yep/virtualOS#52
SELECT source, line, ns, text FROM signal WHERE name = 'vm-image-invalid'
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed')
