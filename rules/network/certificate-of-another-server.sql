-- rule:       network/certificate-of-another-server
-- stage:      personalize
-- strength:   proves
-- confidence: 0.88
-- title:      {text}
-- because:    What answers under the name of Apple's server shows a certificate for another name: the traffic is redirected.
-- fix:        remove-hosts-lines, fix-dns, remove-vpn-or-proxy
-- over:       network/error-code, network/unreachable, network/certificate-refused, network/signing-server-unreachable, signing-server
SELECT source, line, ns, text FROM signal WHERE name = 'tls-name-mismatch'
