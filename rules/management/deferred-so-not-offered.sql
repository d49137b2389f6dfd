-- rule:       management/deferred-so-not-offered
-- strength:   suggests
-- confidence: 0.76
-- title:      Management, or a profile installed by hand, holds this update back
-- because:    A deferred update is neither offered nor handed to this Mac until its days have passed; a delay meant for the next macOS can hold the minor updates too.
-- fix:        lift-mdm-restriction
-- over:       management/updates-deferred, management/dialog, outcome/error-chain
-- source:     grahampugh/erase-install#347; munki/munki#928; travisvn/stop-tahoe-update#6
WITH deferral AS (
  SELECT source, line, ns, key || ' = ' || value AS text FROM profile_setting
  WHERE (key LIKE '%DeferredInstallDelay' AND number > 0) OR (key = 'enforcedSoftwareUpdateDelay' AND number > 0) OR (key LIKE 'forceDelayed%' AND number = 1) OR (key LIKE '%PeriodInDays' AND number > 0)
  UNION ALL SELECT source, line, ns, text FROM preference WHERE domain = 'SoftwareUpdateDDMStatePersistence' AND key LIKE '%DeferralPeriod' AND CAST(value AS INTEGER) > 0
  UNION ALL SELECT source, line, ns, text FROM signal WHERE name IN ('update-deferred', 'os-update-item-deferred', 'managed-pmv-set')),
refusal AS (
  SELECT s.source, s.line, s.ns, s.text, s.stage FROM signal AS s JOIN attempt AS a ON a.judged = 1 AND a.outcome = 'failed' AND a.last_stage IN ('scan', 'download')
  WHERE s.name IN ('fetch-installer-failed', 'update-not-found', 'no-such-update', 'not-currently-available', 'munki-apple-updates', 'nudge-no-upgrade', 'erase-install-no-installer', 'target-not-offered')
  UNION ALL SELECT source, line, ns, text, stage FROM dialog WHERE dialog IN ('not-on-server', 'latest-allowed') AND sense = 'failure')
SELECT source, line, ns, text, (SELECT stage FROM refusal ORDER BY stage IS NULL LIMIT 1) AS stage FROM deferral WHERE EXISTS (SELECT 1 FROM refusal)
UNION ALL SELECT source, line, ns, text, stage FROM refusal WHERE EXISTS (SELECT 1 FROM deferral)
