-- rule:       network/filter-answered
-- stage:      personalize
-- strength:   suggests
-- confidence: 0.7
-- title:      A filter answered in place of the signing server (code {code})
-- because:    Apple's signing server answers 200 whatever it decides; redirects and answers that are no answers come from something in between, and so does a 403 where a proxy or filter stands.
-- fix:        exempt-apple-hosts, remove-vpn-or-proxy
-- over:       network/error-code
WITH between_them AS (
  SELECT 1 FROM proxy WHERE enabled = 1 AND kind IN ('http', 'https', 'socks', 'pac') AND COALESCE(apple_excepted, 0) = 0
  UNION ALL SELECT 1 FROM signal WHERE name IN ('interception-issuer', 'filter-blocked-apple', 'captive-portal', 'tss-html-answer'))
SELECT source, line, ns, text, code FROM failed_request
WHERE overcome = 0 AND NOT EXISTS (SELECT 1 FROM signal WHERE name = 'apple-front-answer')
  AND ((domain = 'HTTP' AND code IN (301, 302, 303, 307, 308, 400, 404, 451, 511))
    OR (domain LIKE '%AuthInstallErrorDomain' AND code IN (14, 3401, 3402, 3504)) OR (domain = 'TSS' AND code IN (10052, 10053, 10055))
    OR (EXISTS (SELECT 1 FROM between_them) AND ((domain = 'HTTP' AND code = 403) OR (domain LIKE '%AuthInstallErrorDomain' AND code = 3503))))
UNION ALL SELECT s.source, s.line, s.ns, s.text, CASE s.name WHEN 'tss-html-answer' THEN 'a web page' ELSE 'no answer of a signing server' END FROM signal AS s WHERE s.name IN ('tss-html-answer', 'tss-bad-response')
  AND NOT EXISTS (SELECT 1 FROM signal AS l WHERE l.source = s.source AND l.line > s.line AND l.name IN ('shsh-received', 'tss-attempt-ok', 'apple-front-answer'))
