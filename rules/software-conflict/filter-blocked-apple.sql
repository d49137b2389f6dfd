-- rule:       software-conflict/filter-blocked-apple
-- strength:   proves
-- confidence: 0.85
-- title:      {name} on this Mac blocks {host}
-- because:    The product's own log says that it refused a connection that the update needs.
-- fix:        disable-filter, remove-security-software, safe-mode
-- over:       software-conflict, network
WITH product AS (
  SELECT bundle_id AS id, COALESCE(product, name, bundle_id) AS name FROM system_extension WHERE active = 1 AND (product_kind IN ('firewall', 'edr', 'antivirus', 'content-filter', 'dlp') OR category LIKE 'network%' OR category LIKE 'endpoint%')
    AND COALESCE(product_kind, '') NOT IN ('vpn', 'proxy')
  UNION ALL SELECT name, COALESCE(product, name) FROM process WHERE product_kind IN ('firewall', 'edr', 'antivirus', 'content-filter', 'dlp')),
blocked AS (
  SELECT s.source, s.line, s.ns, s.text, s.host, p.name FROM signal AS s JOIN product AS p ON s.process = p.id OR p.id LIKE s.process || '.%' OR s.process LIKE p.id || '%' OR instr(lower(s.source), lower(replace(p.name, ' ', ''))) > 0
  WHERE s.name IN ('filter-blocked-apple') AND s.host IN (SELECT host FROM known_host))
SELECT * FROM blocked
WHERE EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND (outcome = 'failed' OR last_stage = 'personalize') AND last_stage IN ('scan', 'download', 'preflight', 'personalize') UNION ALL SELECT 1 FROM dialog WHERE sense = 'failure')
