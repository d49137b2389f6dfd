-- rule:       outcome/backup-none
-- strength:   hints
-- title:      Time Machine has no backup of this Mac
-- because:    Steps that can lose data come only behind a backup; another program may make one, of which nothing is known here.
-- fix:        back-up
-- source:     man tmutil(8)
SELECT source, line, ns, text FROM backup WHERE problem = 'no destination is set up' AND NOT EXISTS (SELECT 1 FROM backup WHERE last_backup IS NOT NULL)
