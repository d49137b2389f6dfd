-- rule:       disk-space/dialog
-- strength:   suggests
-- confidence: 0.7
-- title:      The Mac said: {text}
-- because:    The sentence that the Mac showed belongs to this cause.
-- fix:        free-space, delete-snapshots
SELECT source, line, ns, text, stage FROM dialog WHERE cause = 'disk-space' AND sense = 'failure'
  AND NOT (text NOT LIKE '%“%' AND (SELECT MIN(available) FROM disk_space WHERE mount_point IN ('/', '/System/Volumes/Data')) > 100000000000)
