-- rule:       software-conflict/app-blocks-restart
-- stage:      apply
-- strength:   proves
-- confidence: 0.88
-- title:      {application} did not quit, so the Mac did not restart into the update
-- because:    The update is prepared; it is installed by the restart, which macOS gives up when an application refuses to quit.
-- source:     grahampugh/erase-install#25; kc9wwh/macOSUpgrade#135
-- fix:        quit-blocking-application
-- over:       software-conflict, outcome/attempt-stopped
SELECT source, line, ns, text, COALESCE(detail, 'An application') AS application FROM dialog WHERE dialog = 'app-blocks-restart'
