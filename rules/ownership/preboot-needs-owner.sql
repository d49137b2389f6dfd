-- rule:       ownership/preboot-needs-owner
-- stage:      prepare
-- strength:   suggests
-- confidence: 0.74
-- title:      The installer may not make the Preboot volume with this account ({code})
-- because:    A standard user's installation asks for an administrator; where nobody answers, it ends.
-- fix:        fix-ownership
-- over:       ownership, installer/error-code
-- source:     kc9wwh/macOSUpgrade#74
SELECT source, line, ns, text, code FROM signal WHERE name = 'preboot-not-permitted'
