-- rule:       outcome/overcome-request
-- strength:   hints
-- title:      {host} failed and answered afterwards, so it did not stop the update
SELECT source, line, ns, text, COALESCE(host, 'A host') AS host FROM failed_request
WHERE overcome = 1 AND kind IN ('offline', 'name', 'timeout', 'refused', 'lost', 'tls', 'proxy', 'cache')
