-- rule:       software-conflict/removed-from-target
-- strength:   hints
-- title:      {name} needs {what}, which macOS {removed_in} and later do not have
-- because:    It stops working with the update; that does not stop the update itself.
-- fix:        update-dependencies
WITH target AS (
  SELECT target_version AS version FROM attempt WHERE judged = 1 AND target_version IS NOT NULL),
present AS (SELECT version FROM os ORDER BY major DESC LIMIT 1)
SELECT source, line, ns, text, name, what, removed_in FROM dependency AS d
WHERE removed_in IS NOT NULL AND apple = 0 AND COALESCE(weak, 0) = 0
  AND (NOT EXISTS (SELECT 1 FROM present) OR version_before((SELECT version FROM present), removed_in))
  AND (NOT EXISTS (SELECT 1 FROM target) OR NOT version_before((SELECT version FROM target), removed_in))
