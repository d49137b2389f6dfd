-- rule:       hardware-support/firmware-of-presented-model
-- strength:   proves
-- confidence: 0.82
-- title:      OpenCore shows a model that asks for firmware which this machine cannot take
-- because:    The installer compares firmware with what belongs to the model that it sees; behind OpenCore there is other hardware.
-- fix:        present-model-to-installer, use-supported-mac
-- over:       firmware, hardware-support/patched-boot, installer/error-code
-- source:     dortania/OpenCore-Legacy-Patcher#758; macOS-Dell-Latitude-E7470#40; acidanthera/bugtracker#869
WITH told AS (
  SELECT source, line, ns, text, stage FROM dialog WHERE dialog IN ('firmware-update-failed', 'firmware-update-needed', 'firmware-not-updated', 'firmware-verify-failed')
  UNION ALL SELECT s.source, s.line, s.ns, s.text, s.stage FROM signal AS s JOIN attempt AS a ON a.judged = 1 AND a.outcome = 'failed' WHERE s.name = 'firmware-update-failed'),
opencore AS (
  SELECT source, line, ns, name || ' = ' || value AS text FROM nvram WHERE name LIKE '%opencore-version'
  UNION ALL SELECT source, line, ns, key || ' = ' || value FROM preference WHERE path LIKE '%OC/config.plist' AND (key LIKE '%CustomSMBIOSGuid' OR key LIKE '%UpdateSMBIOSMode' OR key LIKE '%SystemProductName'))
SELECT source, line, ns, text, stage FROM told WHERE EXISTS (SELECT 1 FROM opencore)
UNION ALL SELECT source, line, ns, text, NULL FROM opencore WHERE EXISTS (SELECT 1 FROM told)
