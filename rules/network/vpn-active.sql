-- rule:       network/vpn-active
-- strength:   hints
-- title:      A VPN or filter is active: {product}
-- because:    A tunnel that takes all traffic, or a filter at its end, can keep Apple's servers away.
-- fix:        remove-vpn-or-proxy
SELECT source, line, ns, text, product FROM system_extension WHERE active = 1 AND product_kind IN ('vpn', 'content-filter') AND EXISTS (SELECT 1 FROM failed_request WHERE overcome = 0)
UNION ALL
SELECT source, line, ns, name || ' ' || ipv4, name FROM interface WHERE kind = 'tunnel' AND up = 1 AND has_routable_address = 1 AND ipv4 <> '' AND EXISTS (SELECT 1 FROM failed_request WHERE overcome = 0)
