-- rule:       network/probe-some-addresses
-- strength:   hints
-- title:      {host} is reached by some of its addresses only
-- because:    Whoever takes the other addresses first, often those of IPv6, waits for each of them.
-- fix:        connect-network
SELECT source, line, ns, text, host FROM endpoint WHERE state = 'good' AND addresses_lost > 0
