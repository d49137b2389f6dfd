-- rule:       outcome/backup-old
-- strength:   hints
-- title:      The last Time Machine backup is of {day}, {days} days before this was saved
-- because:    A step that loses data would lose what is newer; a new backup comes first.
-- fix:        back-up
-- source:     man tmutil(8)
WITH now AS (SELECT MAX(mac_time) AS t FROM clock), last AS (SELECT MAX(last_backup) AS t FROM backup)
SELECT b.source, b.line, NULL AS ns, b.text, substr(last.t, 1, 10) AS day, CAST(julianday(substr(now.t, 1, 10)) - julianday(substr(last.t, 1, 10)) AS INTEGER) AS days
FROM backup AS b JOIN now JOIN last ON b.last_backup = last.t WHERE julianday(substr(now.t, 1, 10)) - julianday(substr(last.t, 1, 10)) > 14
