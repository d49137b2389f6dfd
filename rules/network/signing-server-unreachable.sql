-- rule:       network/signing-server-unreachable
-- stage:      personalize
-- strength:   suggests
-- confidence: 0.72
-- title:      The signing server could not be reached
-- because:    The ticket is fetched from gs.apple.com on ports 443 and 80; something on the way does not let it through.
-- fix:        exempt-apple-hosts, remove-vpn-or-proxy, fix-dns
-- over:       network/error-code, network/dialog, signing-server/error-code
SELECT source, line, ns, text FROM signal WHERE name IN ('tss-not-reachable', 'reachability-no', 'tss-unable-send', 'url-failed-signing', 'no-internet-startup', 'internet-required')
UNION ALL
SELECT source, line, ns, quote FROM error WHERE (domain LIKE '%AuthInstallErrorDomain' AND code IN (11, 12, 16, 3099)) OR (domain = 'OSPErrorDomain' AND code = 101) OR (domain = 'MobileSoftwareUpdateErrorDomain' AND code = 32)
