-- check:    management
-- stage:    preflight
-- title:    management
-- cause:    management
-- because:  A deferral hides an update until its days are over; a restriction keeps it from running.
-- fix:      lift-mdm-restriction
-- fails:    management/installer-blocked, management/declared-version-passed, management/declared-version-not-offered, management/deferred-so-not-offered
-- notes:    management/updates-deferred, management/deadline-passed
-- tells:    profiles_status, profiles
-- unknown:  nothing tells whether this Mac is managed
WITH deferral AS (
  SELECT source, line, ns, text, number AS days FROM profile_setting
  WHERE number > 0 AND (key = 'enforcedSoftwareUpdateDelay' OR (key LIKE '%MinorOSDeferredInstallDelay' AND :major IS (SELECT major FROM os WHERE major IS NOT NULL LIMIT 1))
    OR (key IN ('MinorPeriodInDays', 'SystemPeriodInDays') AND :major IS (SELECT major FROM os WHERE major IS NOT NULL LIMIT 1))
    OR ((key LIKE '%MajorOSDeferredInstallDelay' OR key = 'MajorPeriodInDays') AND :major > (SELECT major FROM os WHERE major IS NOT NULL LIMIT 1)))),
posted AS (SELECT MIN(posted) AS day FROM offer WHERE version = :version),
today AS (SELECT MAX(substr(mac_time, 1, 10)) AS day FROM clock)
SELECT 'failed' AS outcome, 'Management holds macOS ' || :version || ' back until ' || date(p.day, '+' || d.days || ' days') AS says, d.source, d.line, d.ns, d.text
FROM deferral AS d JOIN posted AS p JOIN today AS t WHERE date(p.day, '+' || d.days || ' days') > t.day
UNION ALL SELECT 'noted', 'Management enforces macOS ' || p.value, p.source, p.line, p.ns, p.text FROM preference AS p WHERE p.domain = 'SoftwareUpdateDDMStatePersistence' AND p.key LIKE '%/TargetOSVersion'
UNION ALL SELECT 'passed', CASE mdm_enrolled WHEN 1 THEN 'This Mac is managed, and nothing of that is seen to hold the update back' ELSE 'This Mac is not managed' END, source, line, ns, text FROM enrollment WHERE mdm_enrolled IS NOT NULL
