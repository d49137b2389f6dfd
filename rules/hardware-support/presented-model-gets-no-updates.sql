-- rule:       hardware-support/presented-model-gets-no-updates
-- stage:      scan
-- strength:   suggests
-- confidence: 0.7
-- title:      OpenCore shows a {model} without its security chip, and for that no update is offered
-- because:    From macOS 12 on a Mac with T2 is asked for by the identifier of its chip; with SecureBootModel {value} there is none.
-- fix:        present-model-to-installer, use-supported-mac
-- over:       outcome, hardware-support/patched-boot
-- source:     CloverHackyColor/CloverBootloader#498; dortania/OpenCore-Legacy-Patcher#471; acidanthera/bugtracker#1769
SELECT p.source, p.line, p.ns, p.key || ' = ' || p.value AS text, p.value, m.model FROM preference AS p JOIN mac AS m ON m.bridgeos_version IS NULL
JOIN known_mac_model AS k ON k.model = m.model AND k.kind = 't2'
WHERE p.path LIKE '%OC/config.plist' AND p.key LIKE '%SecureBootModel' AND p.value = 'Disabled'
  AND NOT EXISTS (SELECT 1 FROM nvram WHERE name LIKE '%boot-args' AND value LIKE '%sbvmm%')
  AND NOT EXISTS (SELECT 1 FROM preference WHERE path LIKE '%OC/config.plist' AND value LIKE '%sbvmm%')
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('scan', 'download'))
  AND EXISTS (SELECT 1 FROM signal WHERE name IN ('update-not-found', 'no-such-update', 'not-currently-available', 'no-updates-found', 'target-not-offered'))
  AND NOT EXISTS (SELECT 1 FROM failed_request WHERE overcome = 0 AND apple = 1)
