/*
 * clock_symptom: what a wrong clock does to an update: refused certificates, packages and servers.
 *
 * None of it proves that the clock is wrong; the rules of rules/clock ask for one of these beside a clock that is.
 */
#include "table/table.h"

static const struct column columns[] = {
    {"text", COLUMN_TEXT, SHOW, "the line or the dialog, as it was written"},
    {"dated", COLUMN_INTEGER, SHOW, "1 when it says that a date is the reason: expired or not yet valid"},
};

/* errSecCertificateExpired and errSecCertificateNotValidYet, errSSLCertExpired and errSSLCertNotYetValid, CSSMERR_TP_CERT_... of both. */
static const char derive[] =
    "INSERT INTO clock_symptom(source, line, time, ns, text, dated)\n"
    "WITH symptom AS (\n"
    "  SELECT source, line, time, ns, quote AS text FROM error\n"
    "  WHERE (code IN (-67818, -67819, -9814, -9815, -2147409652, -2147409653, -2147409654) AND domain <> 'TSS')\n"
    "     OR stream_error IN (-9814, -9815)\n"
    "  UNION ALL SELECT source, line, time, ns, text FROM failed_request WHERE overcome = 0 AND kind = 'tls'\n"
    "  UNION ALL SELECT source, line, time, ns, text FROM endpoint WHERE tls_outcome IN ('expired', 'not-yet-valid')\n"
    "  UNION ALL SELECT source, line, time, ns, text FROM signal\n"
    "  WHERE name IN ('cert-not-yet-valid', 'cert-expired', 'package-invalid', 'certificate-expired', 'trust-time-invalid',\n"
    "                 'recovery-server', 'recovery-server-damaged', 'installer-damaged', 'signature-failed', 'xar-verify-failed')\n"
    "  UNION ALL SELECT source, line, time, ns, text FROM dialog\n"
    "  WHERE dialog IN ('installer-damaged', 'installer-expired', 'recovery-server', 'recovery-server-damaged', 'tls-failed',\n"
    "                   'certificate-invalid', 'no-packages-eligible') OR cause = 'clock')\n"
    "SELECT source, line, time, ns, text,\n"
    "       COALESCE(text LIKE '%not valid%' OR text LIKE '%NOT_VALID_YET%' OR text LIKE '%not yet valid%' OR text LIKE '%-9814%'\n"
    "                OR text LIKE '%-9815%' OR text LIKE '%expired%' OR text LIKE '%CERT_EXPIRED%' OR text LIKE '%-6781_%'\n"
    "                OR text LIKE '%TemporalValidity%' OR text LIKE '%-1204%', 0) FROM symptom";

const struct table table_clock_symptom = {
    .name = "clock_symptom",
    .doc = "Refused certificates, packages and servers, as a wrong clock brings them about.",
    .columns = columns,
    .n_columns = sizeof columns / sizeof *columns,
    .derive = derive,
    .needs = (const char *const[]){"error", "failed_request", "signal", "dialog", "endpoint", NULL},
};
