-- rule:       virtualization/host-too-old
-- stage:      personalize
-- strength:   proves
-- confidence: 0.93
-- title:      The host is too old for this guest image
-- because:    The restore library of the host does not know the guest's version of macOS; its macOS, Xcode or device support has to be updated first.
-- fix:        update-host-tools
-- over:       virtualization, firmware/error-code, network/error-code
-- source:     utmapp/UTM#3638, #6418; yep/virtualOS#61; lima-vm/lima#4812; openai/tart#469, #1173; trycua/cua#1
SELECT source, line, ns, quote AS text, 'personalize' AS stage FROM error
WHERE (domain = 'AMRestoreErrorDomain' AND code = 10) OR (domain = 'VZErrorDomain' AND code = 10006) OR quote LIKE '%host version is unsupported%'
UNION ALL SELECT source, line, ns, text, stage FROM signal WHERE name = 'host-too-old' OR (name = 'vz-restore-failed' AND code = '10')
