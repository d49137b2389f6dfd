-- rule:       installer/incomplete
-- stage:      preflight
-- strength:   proves
-- confidence: 0.88
-- title:      The installer on this Mac is not whole
-- because:    Parts of it are missing or cannot be read, as after a download that was cut short; it is found again at each attempt until it is deleted.
-- fix:        redownload-installer
-- over:       installer, network/dialog
SELECT source, line, ns, text, stage FROM signal AS s
WHERE (name IN ('erase-install-plist-missing', 'package-unreadable', 'installer-app-invalid', 'installer-dmg-mount', 'installer-mpkg', 'package-path-missing')
       OR (name IN ('installer-image-attach') AND (text LIKE '%Install%' OR text LIKE '%SharedSupport%' OR EXISTS (
             SELECT 1 FROM signal AS l WHERE l.source = s.source AND l.name IN ('erase-install-start', 'erase-install-no-installer', 'erase-install-build', 'erase-install-old', 'space-check-script', 'startosinstall-start', 'installer-app-invalid', 'installer-dmg-mount')))))
  AND EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage <> 'personalize')
