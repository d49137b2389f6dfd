-- rule:       software-conflict/boot-manager
-- stage:      boot
-- strength:   suggests
-- confidence: 0.66
-- title:      A boot manager (rEFInd or its kin) came up instead of the update
-- because:    Its variable is in NVRAM, and after the restart the old system started again; the update's own restarts must pass without another boot loader.
-- source:     RefindPlusRepo/RefindPlus#111; erikberglund/AppleNVRAM for the GUID
-- fix:        set-boot-manager-aside
SELECT source, line, ns, name || ' = ' || COALESCE(value, bytes || ' bytes') AS text FROM nvram
WHERE (name LIKE '36D08FA7-CF0B-42F5-8F14-68DF73ED3740:%' OR guid LIKE '36D08FA7-CF0B-42F5-8F14-68DF73ED3740')
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('apply', 'boot'))
  AND EXISTS (SELECT 1 FROM mac WHERE kind IN ('intel', 't2'))
