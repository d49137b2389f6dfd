-- check:    exchange
-- stage:    personalize
-- title:    ticket
-- cause:    signing-server
-- strength: proves
-- because:  Without a ticket of Apple's for this build and this Mac nothing is installed.
-- fix:      wait-and-retry, use-signed-build
-- tells:    signing_exchange
-- unknown:  no ticket was asked for
-- needed:   yes
-- live:     yes
-- decides:  yes
WITH asked AS (SELECT * FROM signing_exchange WHERE source LIKE '%signing-exchange%')
SELECT CASE outcome WHEN 'granted' THEN 'passed' WHEN 'refused' THEN 'failed' ELSE 'unknown' END AS outcome,
       CASE outcome WHEN 'granted' THEN 'A ticket was granted' WHEN 'refused' THEN 'The signing server refused it (STATUS ' || code || ')' ELSE 'The signing server was not reached' END AS says,
       source, line, ns, text FROM asked
UNION ALL SELECT * FROM (SELECT 'noted', 'A log tells of a ticket that was granted', source, line, ns, text FROM signing_exchange WHERE outcome = 'granted' AND source NOT LIKE '%signing-exchange%' ORDER BY ns DESC LIMIT 1)
