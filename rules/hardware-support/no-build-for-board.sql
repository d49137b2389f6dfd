-- rule:       hardware-support/no-build-for-board
-- strength:   suggests
-- confidence: 0.78
-- title:      The installer has no build for this Mac's board (BIErrorDomain {code})
-- because:    It looks the board up in the list of what its macOS supports; a model that was dropped is not in it, whatever a boot loader shows.
-- fix:        use-supported-mac
-- over:       installer/error-code, hardware-support/patched-boot
-- source:     barrykn/big-sur-micropatcher#4; dosdude1/macos-catalina-patcher#74; albert-mueller/OpenCore-Legacy-Patcher-T2#331
SELECT e.source, e.line, e.ns, e.quote AS text, e.code, COALESCE(e.stage, 'preflight') AS stage FROM error AS e
WHERE e.domain = 'BIErrorDomain' AND e.code IN (2, 3)
  -- A model that every macOS still supports is in the list: there the list was not to be had.
  AND NOT EXISTS (SELECT 1 FROM mac AS m JOIN known_mac_model AS k ON k.model = m.model WHERE k.last_macos = 'current')
  AND (EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed') OR EXISTS (SELECT 1 FROM dialog WHERE sense = 'failure'))
