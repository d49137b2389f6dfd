-- rule:       disk-space/snapshots
-- strength:   hints
-- title:      {n} local Time Machine snapshots may hold space
-- because:    Space that snapshots hold is not free until they are deleted.
-- fix:        delete-snapshots
SELECT source, line, ns, name AS text, (SELECT COUNT(*) FROM snapshot WHERE kind = 'time-machine') AS n FROM snapshot
WHERE kind = 'time-machine' AND EXISTS (SELECT 1 FROM disk_space WHERE mount_point IN ('/', '/System/Volumes/Data') AND available < 20000000000)
