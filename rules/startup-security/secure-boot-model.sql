-- rule:       startup-security/secure-boot-model
-- strength:   proves
-- confidence: 0.88
-- title:      OpenCore presents a T2 Mac with SecureBootModel {value}, but there is no T2
-- because:    The installer then wants to personalize for a security chip that this machine does not have.
-- fix:        disable-secure-boot-model
-- over:       startup-security, hardware-support, firmware/error-code, installer/error-code
-- source:     acidanthera/bugtracker#2395; dortania/OpenCore-Install-Guide#473
SELECT source, line, ns, text, value FROM (
  SELECT p.source, p.line, p.ns, p.key || ' = ' || p.value AS text, p.value, 0 AS place FROM preference AS p WHERE p.key LIKE '%SecureBootModel' AND p.value <> 'Disabled'
  UNION ALL SELECT n.source, n.line, n.ns, n.name || ' = ' || n.value, '', 1 FROM nvram AS n WHERE n.name LIKE '%opencore-version'
  UNION ALL SELECT s.source, s.line, s.ns, s.text, '', 2 FROM signal AS s WHERE s.name = 'boot-loader-refuses')
WHERE EXISTS (SELECT 1 FROM preference WHERE key LIKE '%SecureBootModel' AND value <> 'Disabled')
  AND NOT EXISTS (SELECT 1 FROM failed_request WHERE overcome = 0 AND apple = 1 AND kind IN ('offline', 'name', 'timeout', 'refused', 'lost'))
  AND (EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome <> 'succeeded' AND last_stage IN ('preflight', 'personalize', 'prepare', 'apply', 'boot'))
       OR EXISTS (SELECT 1 FROM dialog WHERE sense = 'failure' AND COALESCE(stage, 'apply') IN ('preflight', 'personalize', 'prepare', 'apply', 'boot')))
ORDER BY place
