-- rule:       firmware/write-failed
-- stage:      apply
-- strength:   proves
-- confidence: 0.86
-- title:      Writing the new firmware failed
-- because:    The update was prepared and its firmware could not be written, so the new system cannot start.
-- fix:        revive-dfu, restore-dfu
-- over:       firmware, system-files/error-code, startup-security/error-code
SELECT source, line, ns, quote AS text FROM error
WHERE (domain LIKE '%FirmwareUpdaterErrorDomain' OR quote LIKE '%BootFirmware update failed%' OR quote LIKE '%failed to write to SPI%')
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('prepare', 'apply', 'boot'))
