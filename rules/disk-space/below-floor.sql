-- rule:       disk-space/below-floor
-- strength:   hints
-- title:      {free} GB are free on the startup disk, less than the floor of 20 GB
-- because:    A small update can still fit; a large one cannot.
-- fix:        free-space, delete-snapshots
SELECT source, line, ns, printf('%s: %.1f GB available', mount_point, available / 1e9) AS text, printf('%.1f', available / 1e9) AS free
FROM disk_space WHERE mount_point IN ('/', '/System/Volumes/Data') AND available BETWEEN 3000000000 AND 20000000000
