-- rule:       apple-account/store-not-ready
-- stage:      download
-- strength:   suggests
-- confidence: 0.78
-- title:      The account is not ready for the App Store
-- because:    The store hands out nothing to an account that has not accepted its terms, was never used there, or has a payment open.
-- fix:        review-store-account
-- over:       apple-account/dialog, apple-account/error-code
-- source:     mas-cli/mas#6
SELECT source, line, ns, text FROM dialog WHERE dialog IN ('account-review', 'account-terms', 'account-payment')
