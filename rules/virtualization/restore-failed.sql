-- rule:       virtualization/restore-failed
-- stage:      personalize
-- strength:   hints
-- title:      The virtual machine could not be installed (VZErrorDomain {code})
-- because:    A proxy, a filter, or host tools older than the guest all end like this.
-- fix:        update-host-tools, remove-vpn-or-proxy, exempt-apple-hosts
SELECT source, line, ns, quote AS text, code FROM error WHERE domain = 'VZErrorDomain'
