-- rule:       clock/no-time-server
-- strength:   hints
-- title:      No time server answers: {problem}
-- because:    The clock cannot set itself while UDP port 123 is closed; a refused certificate may then be the clock's fault.
-- fix:        set-clock, exempt-apple-hosts
-- source:     man sntp(8); Apple support 101555 (time.apple.com, UDP 123)
SELECT source, line, ns, text, problem FROM clock WHERE problem IS NOT NULL AND EXISTS (SELECT 1 FROM clock_symptom) AND NOT EXISTS (SELECT 1 FROM clock WHERE offset_seconds IS NOT NULL)
