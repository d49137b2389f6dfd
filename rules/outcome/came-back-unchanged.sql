-- rule:       outcome/came-back-unchanged
-- strength:   hints
-- title:      After the restart the old system came back
-- because:    The update was personalized and prepared; what failed lies between the restart and its end, where neither the network nor the account has a part.
-- source:     macadmins/nudge#500; openradar 51006318 (startosinstall on Macs with T2)
-- fix:        collect-more, safe-mode, clear-partial-update, full-installer
SELECT source, line, ns, text FROM signal WHERE name = 'previous-update-missed'
UNION ALL
SELECT source, line, ns, text FROM attempt WHERE judged = 1 AND outcome = 'failed' AND last_stage IN ('apply', 'boot') AND text LIKE '%Starting with build%'
