-- rule:       network/dialog-vague
-- strength:   hints
-- title:      The Mac said: {text}
-- because:    macOS adds this sentence to many failures; alone it does not show that the network is at fault.
-- fix:        connect-network
SELECT source, line, ns, text, stage FROM dialog WHERE dialog = 'check-internet' AND sense = 'failure'
