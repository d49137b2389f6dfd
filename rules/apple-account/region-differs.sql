-- rule:       apple-account/region-differs
-- strength:   hints
-- title:      The account's store is that of {store}, the Mac says it is in {elsewhere}
-- because:    A store hands out only what it offers in its own country; nothing says that this update failed for it.
-- fix:        change-store-region
-- source:     Apple support 118283
WITH store AS (SELECT * FROM region WHERE kind = 'storefront'),
place AS (SELECT * FROM region WHERE kind IN ('time-zone', 'wifi', 'locale'))
SELECT source, line, NULL AS ns, text, country AS store, (SELECT group_concat(country, ', ') FROM (SELECT DISTINCT country FROM place ORDER BY country)) AS elsewhere FROM store
WHERE EXISTS (SELECT 1 FROM place WHERE kind IN ('time-zone', 'wifi')) AND country NOT IN (SELECT country FROM place)
UNION ALL
SELECT source, line, NULL, text, country, '' FROM place WHERE EXISTS (SELECT 1 FROM store WHERE country NOT IN (SELECT country FROM place)) AND EXISTS (SELECT 1 FROM place WHERE kind IN ('time-zone', 'wifi'))
