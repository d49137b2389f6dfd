-- rule:       clock/off
-- strength:   suggests
-- confidence: 0.66
-- title:      The Mac's clock is off by {offset} seconds, and a certificate was refused
-- because:    A clock this far off breaks certificate checks and time-limited tokens.
-- fix:        set-clock
-- over:       network/certificate-refused, network/error-code
WITH
symptom AS (
  SELECT source, line, ns, quote AS text FROM error
  WHERE (code IN (-67818, -67819, -9814, -9815, -2147409652, -2147409653, -2147409654) AND domain <> 'TSS') OR stream_error IN (-9814, -9815)
  UNION ALL SELECT source, line, ns, text FROM failed_request WHERE overcome = 0 AND kind = 'tls'
  UNION ALL SELECT source, line, ns, text FROM signal WHERE name IN ('cert-not-yet-valid', 'cert-expired', 'package-invalid', 'certificate-expired', 'trust-time-invalid', 'recovery-server', 'installer-damaged', 'signature-failed', 'xar-verify-failed')
  UNION ALL SELECT source, line, ns, text FROM dialog WHERE dialog IN ('installer-damaged', 'installer-expired', 'recovery-server', 'recovery-server-damaged', 'tls-failed', 'certificate-invalid') OR cause = 'clock'),
dated AS (SELECT * FROM symptom WHERE text LIKE '%not valid%' OR text LIKE '%NOT_VALID_YET%' OR text LIKE '%not yet valid%' OR text LIKE '%-9814%' OR text LIKE '%-9815%' OR text LIKE '%expired%'
          OR text LIKE '%CERT_EXPIRED%' OR text LIKE '%-6781_%' OR text LIKE '%TemporalValidity%' OR text LIKE '%-1204%')
SELECT source, line, ns, printf('%+.0f seconds against %s', offset_seconds, COALESCE(server, 'the time server')) AS text, printf('%+.0f', offset_seconds) AS offset
FROM clock WHERE (abs(offset_seconds) BETWEEN 300 AND 86400 AND EXISTS (SELECT 1 FROM dated)) OR (abs(offset_seconds) BETWEEN 86400 AND 30 * 86400 AND EXISTS (SELECT 1 FROM failed_request WHERE kind = 'tls' AND overcome = 0))
