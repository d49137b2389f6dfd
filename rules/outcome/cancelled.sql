-- rule:       outcome/cancelled
-- strength:   hints
-- title:      The update was cancelled
-- because:    Somebody, or a program, gave it up before its end; the error code says just that, and no more can be blamed on the Mac.
-- source:     MobileSoftwareUpdateErrorDomain 12 (MSU_ERR_CANCEL); NSUserCancelledError
-- fix:        collect-more
SELECT e.source, e.line, e.ns, e.quote AS text FROM error AS e LEFT JOIN attempt AS a ON a.judged = 1
WHERE ((e.domain = 'NSCocoaErrorDomain' AND e.code = 3072) OR (e.domain = 'MobileSoftwareUpdateErrorDomain' AND e.code = 12) OR (e.domain = 'NSURLErrorDomain' AND e.code = -999)
       OR (e.domain = 'BOSErrorDomain' AND e.code IN (107, 108)) OR (e.domain = 'SUMacControllerError' AND e.name LIKE '%Cancel%'))
  AND (e.process IS NULL OR e.process IN ('softwareupdated', 'softwareupdate', 'osinstallersetupd', 'InstallAssistant', 'mobileassetd', 'SoftwareUpdateNotificationManager') OR e.process LIKE '%UpdateBrain%')
  AND (a.attempt IS NULL OR a.start_ns IS NULL OR e.ns IS NULL OR e.ns BETWEEN a.start_ns AND a.end_ns + 600000000000)
