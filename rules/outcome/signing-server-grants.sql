-- rule:       outcome/signing-server-grants
-- strength:   hints
-- title:      Asked now, the signing server grants a ticket for build {build}: neither it nor the network on the way to it is at fault any more
-- because:    tailor sent the request of this Mac itself and verified the ticket that came back.
-- note:       yes
SELECT source, line, ns, text, COALESCE(build, '(unnamed)') AS build FROM exchange AS g
-- A practice server says nothing of Apple's.
WHERE g.outcome = 'granted' AND g.host LIKE '%.apple.com'
  AND NOT EXISTS (SELECT 1 FROM exchange AS l WHERE l.outcome <> 'granted' AND l.host LIKE '%.apple.com' AND (l.asked > g.asked OR l.kind <> g.kind))
