-- rule:       clock/off
-- strength:   suggests
-- confidence: 0.66
-- title:      The Mac's clock is off by {offset} seconds, and a certificate was refused
-- because:    A clock this far off breaks certificate checks and time-limited tokens.
-- fix:        set-clock
-- over:       network/certificate-refused
WITH off AS (SELECT * FROM clock WHERE abs(offset_seconds) BETWEEN 300 AND 86400),
symptom AS (
  SELECT source, line, ns, quote AS text FROM error
  WHERE (code IN (-67818, -67819, -9814, -9815, -2147409652, -2147409653, -2147409654) AND domain <> 'TSS') OR stream_error IN (-9814, -9815)
  UNION ALL SELECT source, line, ns, text FROM failed_request WHERE overcome = 0 AND kind = 'tls'
  UNION ALL SELECT source, line, ns, text FROM signal WHERE name IN ('cert-not-yet-valid', 'cert-expired', 'package-invalid', 'certificate-expired', 'trust-time-invalid', 'recovery-server', 'installer-damaged', 'signature-failed', 'xar-verify-failed')
  UNION ALL SELECT source, line, ns, text FROM dialog WHERE dialog IN ('installer-damaged', 'installer-expired', 'recovery-server', 'recovery-server-damaged', 'tls-failed', 'certificate-invalid') OR cause = 'clock')
SELECT source, line, ns, printf('%+.0f seconds against %s', offset_seconds, COALESCE(server, 'the time server')) AS text, printf('%+.0f', offset_seconds) AS offset
FROM off WHERE EXISTS (SELECT 1 FROM symptom WHERE text LIKE '%valid%' OR text LIKE '%-9814%' OR text LIKE '%-9815%' OR text LIKE '%expired%')
