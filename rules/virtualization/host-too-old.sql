-- rule:       virtualization/host-too-old
-- strength:   proves
-- confidence: 0.93
-- title:      The host is too old for this guest image
-- because:    The restore library of the host does not know the guest's version of macOS.
-- fix:        update-host-tools
-- over:       virtualization, firmware/error-code, signing-server/error-code, network/error-code
SELECT source, line, ns, quote AS text FROM error WHERE (domain = 'AMRestoreErrorDomain' AND code = 10) OR quote LIKE '%host version is unsupported%'
UNION ALL SELECT source, line, ns, text FROM signal WHERE name = 'host-too-old'
