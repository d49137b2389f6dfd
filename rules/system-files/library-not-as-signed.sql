-- rule:       system-files/library-not-as-signed
-- strength:   hints
-- title:      {path} is not what its signature says
-- because:    A file of the system that was damaged or altered is refused, or tells a wrong state of the system; nothing says that it was so here.
-- fix:        first-aid, reinstall-over
-- source:     github.com/apple-oss-distributions: xnu osfmk/kern/cs_blobs.h
SELECT source, line, ns, text, path FROM signature WHERE of_system = 1 AND state IN ('altered', 'damaged')
UNION ALL SELECT source, line, ns, text, path FROM executable WHERE of_system = 1 AND valid = 0
