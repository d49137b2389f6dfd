-- rule:       network/tool-could-not-fetch
-- strength:   suggests
-- confidence: 0.68
-- title:      The tool could not reach {host}
-- because:    It fetches from Apple what the update needs; the connection failed.
-- fix:        exempt-apple-hosts, fix-dns, connect-network
-- over:       network/error-code, network/dialog
SELECT s.source, s.line, s.ns, s.text, 'the server' AS host FROM signal AS s WHERE s.name = 'python-url-failed'
  AND EXISTS (SELECT 1 FROM signal AS l WHERE l.source = s.source AND (l.host LIKE '%.apple.com' OR l.host LIKE '%cdn-apple.com'))
