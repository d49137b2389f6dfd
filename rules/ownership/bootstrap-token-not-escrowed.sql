-- rule:       ownership/bootstrap-token-not-escrowed
-- strength:   hints
-- title:      The bootstrap token is not escrowed
-- because:    Without it the management server cannot authorize an update on Apple silicon.
-- fix:        escrow-bootstrap-token
SELECT source, line, ns, name || ': ' || value AS text FROM account WHERE name = 'bootstrap-token-escrowed' AND value = 'NO'
