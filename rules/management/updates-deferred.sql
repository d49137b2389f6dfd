-- rule:       management/updates-deferred
-- strength:   hints
-- title:      Management defers updates
-- because:    A deferred update is not offered until its days have passed.
-- fix:        lift-mdm-restriction
SELECT source, line, ns, payload_type || ' ' || key || ' = ' || value AS text FROM profile_setting
WHERE key LIKE '%forceDelayed%' OR key LIKE '%enforcedSoftwareUpdate%' OR key LIKE '%DeferralPeriod%' OR key LIKE '%MajorPeriodInDays%'
UNION ALL SELECT source, line, ns, text FROM signal WHERE name IN ('update-deferred', 'os-update-item-deferred')
UNION ALL SELECT source, line, ns, text FROM preference WHERE domain = 'SoftwareUpdateDDMStatePersistence' AND key LIKE '%DeferralPeriod' AND CAST(value AS INTEGER) > 0
