-- check:    offered
-- stage:    scan
-- title:    offer
-- cause:    signing-server
-- because:  Apple signs what it offers; a build that is offered to no Mac of this kind gets no ticket.
-- fix:      use-signed-build
-- tells:    pmv, softwareupdate_list
-- unknown:  no list says which builds Apple offers to this Mac today
-- needed:   yes
-- live:     yes
-- source:   gdmf.apple.com/v2/pmv; macadmins/sofa
WITH mine AS (SELECT ' ' || lower(board_id) || ' ' AS boards, board_id FROM mac WHERE board_id IS NOT NULL LIMIT 1),
here AS (SELECT o.* FROM offer AS o JOIN mine AS m ON instr(m.boards, ' ' || lower(o.board) || ' ') WHERE o.list <> 'background'),
runs AS (SELECT source, line, ns, version, text FROM os WHERE version IS NOT NULL LIMIT 1),
today AS (SELECT MAX(substr(mac_time, 1, 10)) AS date FROM clock),
it AS (SELECT h.*, COALESCE(h.expires < (SELECT date FROM today), 0) AS over FROM here AS h WHERE h.version = :version AND (:build IS NULL OR h.build IS NULL OR h.build = :build COLLATE NOCASE)),
told AS (SELECT source, line, ns, version, build, text FROM signal WHERE name IN ('update-offered', 'full-installer-offered') AND source LIKE '%softwareupdate-list%')
SELECT 'passed' AS outcome, 'macOS ' || version || COALESCE(' (' || build || ')', '') || ' is offered to this Mac' || COALESCE(' until ' || expires, '') AS says, source, line, ns, text FROM it WHERE over = 0
UNION ALL SELECT 'failed', 'The offer of macOS ' || version || ' ended on ' || expires, source, line, ns, text FROM it WHERE over = 1 AND NOT EXISTS (SELECT 1 FROM it WHERE over = 0)
UNION ALL SELECT 'passed', 'The Mac is offered macOS ' || version, source, line, ns, text FROM told WHERE version = :version AND NOT EXISTS (SELECT 1 FROM it)
UNION ALL SELECT * FROM (
  SELECT 'failed', 'macOS ' || COALESCE(:version, :build) || COALESCE(' (' || :build || ')', '') || ' is not among what Apple offers to this Mac', source, line, ns, 'offered: ' || text FROM here
  WHERE COALESCE(:version, :build) IS NOT NULL AND NOT EXISTS (SELECT 1 FROM it) AND NOT EXISTS (SELECT 1 FROM told WHERE version = :version)
  ORDER BY major DESC, minor DESC, patch DESC LIMIT 1)
UNION ALL SELECT * FROM (
  SELECT 'passed', 'This Mac runs the newest macOS that is offered to it: what follows holds for the next one', r.source, r.line, r.ns, r.text FROM runs AS r
  WHERE :version IS NULL AND :build IS NULL AND EXISTS (SELECT 1 FROM here) AND NOT EXISTS (SELECT 1 FROM here WHERE version_before(r.version, here.version)))
UNION ALL SELECT * FROM (
  SELECT 'unknown', 'Of the builds that Apple offers none names the board of this Mac (' || m.board_id || ')', o.source, o.line, o.ns, o.text FROM offer AS o JOIN mine AS m
  WHERE NOT EXISTS (SELECT 1 FROM here) AND NOT EXISTS (SELECT 1 FROM told WHERE version = :version) LIMIT 1)
