-- check:    network
-- stage:    scan
-- title:    connection
-- cause:    network
-- strength: proves
-- because:  Every stage up to the restart asks Apple.
-- fix:      connect-network
-- fails:    network/no-network, configuration-data/network-preferences-damaged, configuration-data/network-services
-- notes:    network/proxy-set, network/local-proxy, network/hosts-redirect-other, configuration-data/network-services-odd
-- tells:    ifconfig, scutil_dns
-- unknown:  nothing tells whether this Mac is connected
-- needed:   yes
SELECT 'passed' AS outcome, 'The interface ' || name || ' is connected' AS says, source, line, ns, name || ' status: ' || status AS text FROM interface
WHERE kind = 'ethernet' AND status = 'active' AND has_routable_address = 1
UNION ALL SELECT 'passed', 'A host of Apple''s was reached', source, line, ns, text FROM (SELECT * FROM endpoint WHERE state = 'good' LIMIT 1)
UNION ALL SELECT 'noted', 'A VPN or filter is active: ' || COALESCE(product, name, bundle_id), source, line, ns, text FROM system_extension WHERE active = 1 AND product_kind IN ('vpn', 'content-filter', 'proxy', 'firewall')
UNION ALL SELECT 'noted', 'The name server ' || nameserver || ' filters (' || service || ')', source, line, ns, text FROM resolver WHERE service IS NOT NULL AND filters <> 'none'
