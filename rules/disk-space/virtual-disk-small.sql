-- rule:       disk-space/virtual-disk-small
-- strength:   suggests
-- confidence: 0.66
-- title:      The virtual disk has {size} GB, and {free} GB of it are free
-- because:    An update asks a guest for 25 to 40 GB; softwareupdate downloads it all the same, and then does not install it.
-- source:     openai/tart#934; wazuh/wazuh#39351; cirruslabs/macos-image-templates#211
-- fix:        free-space
-- over:       disk-space/below-floor
SELECT d.source, d.line, d.ns, printf('%s: %.1f GB available', d.mount_point, d.available / 1e9) AS text, printf('%.0f', d.size / 1e9) AS size, printf('%.1f', d.available / 1e9) AS free
FROM disk_space AS d WHERE d.mount_point IN ('/', '/System/Volumes/Data') AND d.size < 66000000000 AND d.available < 20000000000
  AND EXISTS (SELECT 1 FROM mac WHERE kind = 'vm')
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('download', 'preflight', 'prepare'))
  AND NOT EXISTS (SELECT 1 FROM error WHERE domain LIKE 'NSURL%' OR domain LIKE 'BY%' OR domain LIKE '%bootpolicy%' OR domain LIKE 'SDError%')
  AND NOT EXISTS (SELECT 1 FROM signal WHERE name IN ('killed-9', 'bus-error', 'segfault', 'installer-damaged'))
