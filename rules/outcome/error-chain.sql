-- rule:       outcome/error-chain
-- strength:   hints
-- title:      {domain} {code}: {meaning}
-- fix:        collect-more
SELECT e.source, e.line, e.ns, e.quote AS text, e.domain, e.code, COALESCE(e.meaning, e.text, 'no meaning is known') AS meaning
FROM error AS e LEFT JOIN attempt AS a ON a.judged = 1
WHERE e.stage IS NOT NULL OR e.ns BETWEEN a.start_ns AND a.end_ns + 600000000000 OR e.source IN ('commands/host-tool.txt', 'dialog.txt')
ORDER BY e.chain, e.depth
