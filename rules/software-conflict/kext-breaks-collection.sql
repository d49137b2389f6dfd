-- rule:       software-conflict/kext-breaks-collection
-- stage:      apply
-- strength:   suggests
-- confidence: 0.76
-- title:      The kernel extension {extension} keeps the kernel collection from being built
-- because:    macOS builds no collection at all while one extension in it does not fit, and the new system starts from that collection.
-- source:     rugarciap/Turbo-Boost-Switcher#168
-- fix:        remove-kext, safe-mode
-- over:       software-conflict/third-party-kext, software-conflict/kext-not-buildable, system-files/error-code
SELECT s.source, s.line, s.ns, s.text, COALESCE(s.detail, s.path) AS extension FROM signal AS s JOIN attempt AS a ON a.judged = 1
WHERE s.name = 'kext-breaks-collection' AND a.outcome = 'failed' AND a.last_stage IN ('prepare', 'apply', 'boot')
  AND (s.ns IS NULL OR a.start_ns IS NULL OR s.ns BETWEEN a.start_ns - 900000000000 AND a.end_ns + 21600000000000)
