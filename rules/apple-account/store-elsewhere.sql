-- rule:       apple-account/store-elsewhere
-- strength:   suggests
-- confidence: 0.62
-- title:      The store refused the installer to an account of {store}, on a Mac that says it is in {elsewhere}
-- because:    The App Store hands out the installer only in the account's own country.
-- fix:        change-store-region, sign-out-and-in
-- over:       apple-account/region-differs, apple-account/error-code
-- source:     Apple support 118283
WITH store AS (SELECT * FROM region WHERE kind = 'storefront'),
place AS (SELECT * FROM region WHERE kind IN ('time-zone', 'wifi', 'locale')),
refused AS (SELECT source, line, ns, quote AS text FROM error WHERE domain IN ('AMSErrorDomain', 'ASDErrorDomain', 'SSErrorDomain', 'ISErrorDomain') AND NOT (domain = 'SSErrorDomain' AND code = 110))
SELECT * FROM (
  SELECT source, line, ns, text, (SELECT country FROM store LIMIT 1) AS store, (SELECT group_concat(country, ', ') FROM (SELECT DISTINCT country FROM place ORDER BY country)) AS elsewhere FROM refused
  UNION ALL SELECT source, line, NULL, text, country, '' FROM store WHERE EXISTS (SELECT 1 FROM refused))
WHERE EXISTS (SELECT 1 FROM store) AND NOT EXISTS (SELECT 1 FROM store WHERE country IN (SELECT country FROM place))
  AND EXISTS (SELECT 1 FROM place WHERE kind IN ('time-zone', 'wifi'))
  -- What shows that the network, or the password, was it, is no matter of the country.
  AND NOT EXISTS (SELECT 1 FROM failed_request WHERE overcome = 0 AND kind IN ('offline', 'name', 'timeout', 'refused', 'unreachable', 'tls'))
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage = 'download')
