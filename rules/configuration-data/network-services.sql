-- rule:       configuration-data/network-services
-- strength:   suggests
-- confidence: 0.62
-- title:      The network settings contradict themselves: {problem}
-- because:    A location that points to services which do not exist leaves the Mac without network.
-- fix:        restore-network-preferences
SELECT source, line, ns, COALESCE(service_id, '') || ' ' || problem AS text, problem FROM network_service WHERE problem IS NOT NULL
