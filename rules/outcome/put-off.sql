-- rule:       outcome/put-off
-- strength:   hints
-- title:      Somebody, or a tool's rule, put the update off
-- because:    That is no failure: the update waits for the next time that it is offered.
-- source:     Macjutsu/super#142; macadmins/nudge#258
SELECT source, line, ns, text FROM signal WHERE name = 'put-off'
