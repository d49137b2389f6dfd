-- rule:       hardware-support/bridge-not-found
-- strength:   suggests
-- confidence: 0.65
-- title:      The T2 chip of {model} was not found
-- because:    The system believes that the Mac has a T2, but the installer cannot find it.
-- fix:        use-supported-mac, revive-dfu
-- over:       firmware/error-code
SELECT s.source, s.line, s.ns, s.text, m.model FROM signal AS s JOIN mac AS m ON m.kind = 't2' WHERE s.text LIKE '%Failed to find bridge device%'
