-- check:    account
-- stage:    scan
-- title:    Apple Account
-- cause:    apple-account
-- strength: proves
-- because:  With a locked or unfinished account nothing is granted that asks for one: betas, the App Store, Find My's part in the startup policy.
-- fix:      unlock-account, finish-two-factor, change-store-region
-- fails:    apple-account/disabled, apple-account/locked, apple-account/two-factor, apple-account/other-store
-- notes:    apple-account/region-differs
-- tells:    log_show
-- unknown:  nothing tells the state of the account; a public update of macOS needs none
SELECT 'failed' AS outcome, 'The Apple Account is ' || status AS says, source, line, ns, text, 'unlock-account' AS fix FROM apple_account WHERE status <> 'active'
UNION ALL SELECT 'failed', 'Two-factor authentication is not finished', source, line, ns, text, 'finish-two-factor' FROM apple_account WHERE two_factor = 'pending'
UNION ALL SELECT 'failed', 'macOS ' || COALESCE(:version || ' (' || :build || ')', :build) || ' is a beta, and the account is entitled to none', source, line, ns, text, 'fix-enrolment' FROM apple_account
  WHERE :build GLOB '[0-9][0-9][A-Z][5-9][0-9][0-9][0-9]*[a-z]' AND COALESCE(entitlements, '') NOT LIKE '%beta%'
UNION ALL SELECT 'failed', 'The account belongs to ' || a.region || ', this Mac is set up for ' || substr(p.value, -2), a.source, a.line, a.ns, a.text, 'change-store-region' FROM apple_account AS a
  JOIN preference AS p ON p.domain = '.GlobalPreferences' AND p.key = 'AppleLocale' AND p.value GLOB '*_[A-Z][A-Z]' WHERE a.region <> substr(p.value, -2)
UNION ALL SELECT 'passed', 'The account is active', source, line, ns, text, NULL FROM apple_account WHERE status = 'active'
