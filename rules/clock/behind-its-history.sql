-- rule:       clock/behind-its-history
-- strength:   suggests
-- confidence: 0.78
-- title:      The Mac's clock shows {date}, but it was updated on {installed}
-- because:    What lies behind it is dated later than the clock: the clock was set back or lost.
-- fix:        set-clock
-- over:       network/certificate-refused, network/error-code, installer/error-code, installer/damaged
WITH history AS (SELECT MAX(date) AS newest FROM install_history),
back AS (SELECT c.source, c.line, c.ns, c.mac_time AS text, substr(c.mac_time, 1, 10) AS date, substr(h.newest, 1, 10) AS installed FROM clock AS c, history AS h
  WHERE c.mac_time IS NOT NULL AND c.mac_time < datetime(h.newest, '-1 day') AND julianday(h.newest) - julianday(c.mac_time) > 1
  AND NOT EXISTS (SELECT 1 FROM clock WHERE abs(offset_seconds) <= 300)),
symptom AS (
  SELECT source, line, ns, quote AS text FROM error
  WHERE (code IN (-67818, -67819, -9814, -9815, -2147409652, -2147409653, -2147409654) AND domain <> 'TSS') OR stream_error IN (-9814, -9815)
  UNION ALL SELECT source, line, ns, text FROM failed_request WHERE overcome = 0 AND kind = 'tls'
  UNION ALL SELECT source, line, ns, text FROM signal WHERE name IN ('cert-not-yet-valid', 'cert-expired', 'package-invalid', 'certificate-expired', 'trust-time-invalid', 'recovery-server', 'installer-damaged', 'signature-failed', 'xar-verify-failed')
  UNION ALL SELECT source, line, ns, text FROM dialog WHERE dialog IN ('installer-damaged', 'installer-expired', 'recovery-server', 'recovery-server-damaged', 'tls-failed', 'certificate-invalid') OR cause = 'clock')
SELECT source, line, ns, text, date, installed FROM back WHERE EXISTS (SELECT 1 FROM symptom)
UNION ALL SELECT source, line, ns, text, '', '' FROM symptom WHERE EXISTS (SELECT 1 FROM back)
