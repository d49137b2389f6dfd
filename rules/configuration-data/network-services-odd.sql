-- rule:       configuration-data/network-services-odd
-- strength:   hints
-- title:      The network settings contradict themselves: {problem}
-- because:    macOS passes over such an entry; where the Mac has a network it does no harm.
-- fix:        restore-network-preferences
SELECT source, line, ns, COALESCE(service_id || ' ', '') || problem AS text, problem FROM network_service WHERE problem IS NOT NULL
