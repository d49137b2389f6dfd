-- rule:       virtualization/filevault-panic
-- stage:      boot
-- strength:   proves
-- confidence: 0.84
-- title:      The guest's encryption makes its new kernel panic
-- because:    A guest has no hardware that encrypts, so APFS encrypts FileVault's volumes itself; there the new kernel stops, and the guest comes back on the old system. With FileVault off the same update went through.
-- fix:        pause-filevault-in-guest, update-host-tools
-- over:       virtualization, system-files/error-code, outcome
-- source:     utmapp/UTM#7138, #7147
WITH stop AS (
  SELECT source, line, ns, 'panic: ' || COALESCE(reason, text) AS text, text AS whole FROM crash WHERE kind = 'panic'
  UNION ALL SELECT source, line, ns, text, text FROM signal WHERE name = 'panic'
)
SELECT p.source, p.line, p.ns, p.text FROM stop AS p
WHERE p.whole LIKE '%apfs%Assertion failed%CRYPTO%'
  AND (EXISTS (SELECT 1 FROM mac WHERE kind = 'vm') OR EXISTS (SELECT 1 FROM signal WHERE name = 'hardware' AND detail LIKE 'VirtualMac%'))
  AND (EXISTS (SELECT 1 FROM security WHERE name = 'filevault' AND value = 'on') OR NOT EXISTS (SELECT 1 FROM security WHERE name = 'filevault' AND value = 'off'))
  -- A panic of another day is not this update's.
  AND NOT EXISTS (SELECT 1 FROM attempt AS a WHERE a.judged = 1 AND (p.ns < a.start_ns - 900000000000 OR p.ns > a.end_ns + 21600000000000))
