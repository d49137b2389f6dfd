-- rule:       network/probe-hosts-file
-- strength:   proves
-- confidence: 0.93
-- title:      The hosts file leads {host} astray
-- because:    The address in the hosts file takes the place of Apple's, and what is there is not Apple's server.
-- fix:        remove-hosts-lines
-- over:       network/error-code, network/dialog, network/unreachable, network/certificate-refused, network/signing-server-unreachable, network/tls-intercepted, network/name-not-resolved, signing-server/dialog
SELECT source, line, ns, text, host, stage FROM blocked_endpoint WHERE explains IS NOT NULL AND step = 'dns' AND outcome = 'hosts-file'
