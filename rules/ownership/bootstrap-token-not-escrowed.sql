-- rule:       ownership/bootstrap-token-not-escrowed
-- strength:   hints
-- title:      The bootstrap token is not escrowed
-- because:    Without it the management server cannot authorize an update on Apple silicon.
-- fix:        escrow-bootstrap-token
SELECT source, line, ns, kind || ': ' || value AS text FROM account WHERE kind = 'bootstrap-token-escrowed' AND value = 'NO'
