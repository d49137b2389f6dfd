-- rule:       virtualization/too-many-guests
-- stage:      preflight
-- strength:   proves
-- confidence: 0.9
-- title:      Two virtual Macs run already on this host
-- because:    A Mac runs two macOS guests at a time; a third is refused before anything is installed.
-- fix:        stop-other-guests
-- over:       virtualization
-- source:     VZError.h, VZErrorVirtualMachineLimitExceeded
SELECT source, line, ns, text FROM signal WHERE name = 'vm-limit' AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed')
UNION ALL SELECT e.source, e.line, e.ns, e.quote FROM error AS e WHERE e.domain = 'VZErrorDomain' AND e.code = 6 AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed')
UNION ALL SELECT source, line, ns, text FROM dialog WHERE dialog = 'vm-limit'
