-- rule:       network/hosts-redirect-other
-- strength:   hints
-- title:      The hosts file sends {name}, an Apple host, to {address}
-- because:    Not a host of the stage that failed, but it can break another one.
-- fix:        remove-hosts-lines
SELECT source, line, ns, text, name, address FROM hosts_entry WHERE apple = 1 AND address NOT LIKE '17.%'
