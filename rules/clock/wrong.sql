-- rule:       clock/wrong
-- strength:   proves
-- confidence: 0.95
-- title:      The Mac's clock is wrong by {offset} seconds
-- because:    Certificates and signatures look expired or not yet valid on a wrong clock, so servers and packages are refused.
-- fix:        set-clock
-- over:       network, installer, signing-server, system-files/error-code, apple-account/dialog, apple-account/error-code
WITH
symptom AS (
  SELECT source, line, ns, quote AS text FROM error
  WHERE (code IN (-67818, -67819, -9814, -9815, -2147409652, -2147409653, -2147409654) AND domain <> 'TSS') OR stream_error IN (-9814, -9815)
  UNION ALL SELECT source, line, ns, text FROM failed_request WHERE overcome = 0 AND kind = 'tls'
  UNION ALL SELECT source, line, ns, text FROM signal WHERE name IN ('cert-not-yet-valid', 'cert-expired', 'package-invalid', 'certificate-expired', 'trust-time-invalid', 'recovery-server', 'installer-damaged', 'signature-failed', 'xar-verify-failed')
  UNION ALL SELECT source, line, ns, text FROM dialog WHERE dialog IN ('installer-damaged', 'installer-expired', 'recovery-server', 'recovery-server-damaged', 'tls-failed', 'certificate-invalid') OR cause = 'clock'),
dated AS (SELECT * FROM symptom WHERE text LIKE '%not valid%' OR text LIKE '%NOT_VALID_YET%' OR text LIKE '%not yet valid%' OR text LIKE '%-9814%' OR text LIKE '%-9815%' OR text LIKE '%expired%'
          OR text LIKE '%CERT_EXPIRED%' OR text LIKE '%-6781_%' OR text LIKE '%TemporalValidity%' OR text LIKE '%-1204%'),
failure AS (
  SELECT last_stage AS stage FROM attempt WHERE judged = 1 AND (outcome = 'failed' OR last_stage = 'personalize')
  UNION ALL SELECT stage FROM dialog WHERE sense = 'failure'),
off AS (
  SELECT * FROM clock WHERE (abs(offset_seconds) > 86400 AND EXISTS (SELECT 1 FROM dated))
    OR (abs(offset_seconds) > 30 * 86400 AND (EXISTS (SELECT 1 FROM symptom) OR EXISTS (SELECT 1 FROM failure WHERE stage IN ('scan', 'download', 'personalize')))))
SELECT source, line, ns, text, offset FROM (
  SELECT c.source, c.line, c.ns, printf('%+.0f seconds against %s', c.offset_seconds, COALESCE(c.server, 'the time server')) AS text, printf('%+.0f', c.offset_seconds) AS offset, 0 AS place
  FROM off AS c
  UNION ALL
  SELECT d.source, d.line, d.ns, d.mac_time, '', 1 FROM clock AS d WHERE d.mac_time IS NOT NULL AND EXISTS (SELECT 1 FROM off)
  UNION ALL
  SELECT source, line, ns, text, '', 2 FROM symptom WHERE EXISTS (SELECT 1 FROM off)
) WHERE EXISTS (SELECT 1 FROM failure) ORDER BY place
