-- rule:       outcome/dialog
-- strength:   hints
-- title:      The dialog said: {text}
SELECT source, line, ns, text, stage FROM dialog WHERE sense = 'failure' OR dialog IS NULL
