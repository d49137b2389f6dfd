-- rule:       network/slow-download
-- stage:      download
-- strength:   hints
-- title:      {text}
-- because:    A download of many hours is cut short by sleep, by a change of network, or by a password that is good for a day only.
-- fix:        connect-network
SELECT source, line, ns, text FROM download_estimate WHERE seconds > 6 * 3600 ORDER BY bytes DESC LIMIT 1
