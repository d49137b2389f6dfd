-- rule:       network/apple-name-inside
-- strength:   proves
-- confidence: 0.9
-- title:      {host} leads to {detail}, an address inside this network
-- because:    Apple's servers have public addresses. A name server, router or filter of this network answers in Apple's place, and what it answers is no ticket and no update.
-- fix:        exempt-apple-hosts, fix-dns, remove-vpn-or-proxy, connect-network
-- over:       network, signing-server/forbidden, signing-server/not-authorized, signing-server/unavailable, virtualization/restore-failed
-- source:     man curl(1), host(1), dig(1); AsahiLinux/asahi-installer#333 (a refusal that another network did not give)
WITH inside AS (
  SELECT source, line, ns, text, host, detail FROM signal WHERE name = 'apple-name-inside'
  UNION ALL SELECT w.source, w.line, w.ns, w.text, q.host, w.detail FROM signal AS w JOIN signal AS q ON q.name = 'typed-curl' AND q.source = w.source AND q.line = w.line - 1
  WHERE w.name = 'curl-write-out'),
stopped AS (
  SELECT k.host, f.source, f.line, f.ns, f.text, f.stage FROM failed_request AS f JOIN known_host AS k ON (k.host = f.host OR (f.host IS NULL AND k.stage = f.stage)) WHERE f.overcome = 0
  UNION ALL SELECT k.host, a.source, a.line, a.ns, a.text, a.last_stage FROM attempt AS a JOIN known_host AS k ON k.stage = a.last_stage WHERE a.judged = 1 AND a.outcome = 'failed')
SELECT i.source, i.line, i.ns, i.text, i.host, i.detail, (SELECT stage FROM stopped AS s WHERE s.host = i.host) AS stage FROM inside AS i WHERE i.host IN (SELECT host FROM stopped)
UNION ALL SELECT DISTINCT s.source, s.line, s.ns, s.text, '', '', s.stage FROM stopped AS s WHERE s.host IN (SELECT host FROM inside)
