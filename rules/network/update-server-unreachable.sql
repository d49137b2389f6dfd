-- rule:       network/update-server-unreachable
-- strength:   suggests
-- confidence: 0.7
-- title:      Apple's update server could not be reached
-- because:    The list of updates is fetched from gdmf.apple.com, mesu.apple.com and swscan.apple.com; something on the way does not let it through.
-- fix:        exempt-apple-hosts, connect-network, fix-dns
-- over:       network/error-code, network/dialog
SELECT source, line, ns, text FROM failed_request WHERE overcome = 0 AND kind = 'unreachable' AND stage IN ('scan', 'download')
  AND (host IS NULL OR apple = 1)
  AND NOT (domain = 'signal' AND EXISTS (SELECT 1 FROM signal AS s WHERE s.name = 'super-update-found' AND s.source = failed_request.source AND s.line < failed_request.line
    AND (s.ns IS NULL OR failed_request.ns - s.ns < 600000000000)))
  AND NOT EXISTS (SELECT 1 FROM preference WHERE domain = 'com.apple.SoftwareUpdate' AND key = 'CatalogURL' AND value NOT LIKE 'https://swscan.apple.com/%')
