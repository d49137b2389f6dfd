-- rule:       ownership/filevault-busy
-- stage:      preflight
-- strength:   proves
-- confidence: 0.85
-- title:      FileVault is still at work on this disk, and the installer stops at it
-- because:    While a volume is being encrypted or decrypted the installer does not start; after a restart it stops at the same place again.
-- fix:        finish-filevault
-- over:       ownership, outcome/preparation-failed, installer/dialog
-- source:     munki/munki#788; lionheart/openradar-mirror#805
WITH told AS (SELECT source, line, ns, text FROM signal WHERE name = 'filevault-busy'
  UNION ALL SELECT source, line, ns, text FROM dialog WHERE dialog = 'filevault-encrypting')
SELECT source, line, ns, text FROM told
UNION ALL SELECT source, line, ns, COALESCE(text, value) FROM account WHERE name = 'filevault' AND value LIKE '%cryption in progress%' AND EXISTS (SELECT 1 FROM told)
