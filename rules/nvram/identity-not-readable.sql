-- rule:       nvram/identity-not-readable
-- stage:      personalize
-- strength:   proves
-- confidence: 0.84
-- title:      The identity of this Mac could not be read from NVRAM: {variable}
-- because:    Chip, board and ECID stand there as variables; without them no ticket can be asked for, whatever the network.
-- fix:        reset-nvram, revive-dfu
-- over:       nvram, network, hardware-support/error-code, installer/error-code
-- source:     OSPError.strings of OSPersonalization.framework (macOS 10.15); acidanthera/OpenCorePkg (the namespace of the variables)
WITH unread AS (
  SELECT s.source, s.line, s.ns, s.text, COALESCE(substr(s.detail, instr(s.detail, ':') + 1), s.detail) AS variable FROM signal AS s JOIN attempt AS a ON a.judged = 1 AND a.outcome = 'failed'
  WHERE s.name = 'nvram-read-failed' AND (s.detail LIKE '94B73556-2197-4702-82A8-3E1337DAFBFB%' OR s.detail IN ('ApECID', 'ApChipID', 'ApBoardID', 'ApSecurityDomain', 'ApProductionStatus'))
    AND (s.ns IS NULL OR a.start_ns IS NULL OR s.ns BETWEEN a.start_ns - 900000000000 AND a.end_ns + 900000000000)),
refused AS (SELECT source, line, ns, quote AS text FROM error WHERE domain = 'OSPErrorDomain' AND code = 102)
SELECT source, line, ns, text, variable FROM (SELECT * FROM unread UNION ALL SELECT source, line, ns, text, '' FROM refused)
WHERE EXISTS (SELECT 1 FROM unread) AND EXISTS (SELECT 1 FROM refused) AND NOT EXISTS (SELECT 1 FROM mac WHERE kind = 'apple-silicon')
