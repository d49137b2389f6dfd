-- rule:       outcome/probe-clean
-- strength:   hints
-- note:       yes
-- title:      The signing server is reached cleanly by every path that was examined: the network is excluded as the reason, as far as it stands now
SELECT source, line, ns, text FROM endpoint WHERE host = 'gs.apple.com' AND state = 'good'
  AND EXISTS (SELECT 1 FROM endpoint WHERE host = 'gs.apple.com' AND port = 443) AND NOT EXISTS (SELECT 1 FROM endpoint WHERE host = 'gs.apple.com' AND (state <> 'good' OR addresses_lost > 0))
