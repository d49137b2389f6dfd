-- rule:       apple-account/not-purchased
-- stage:      download
-- strength:   suggests
-- confidence: 0.74
-- title:      The App Store does not hand the installer out to this account
-- because:    It was got with another account, or never: the App Store downloads again only what the account holds.
-- fix:        sign-out-and-in, change-store-region
-- over:       apple-account/error-code, apple-account/dialog, network/error-code
SELECT source, line, ns, text FROM signal WHERE name = 'redownload-unavailable'
UNION ALL SELECT source, line, ns, text FROM dialog WHERE dialog = 'redownload-unavailable'
