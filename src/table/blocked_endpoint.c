/*
 * blocked_endpoint: the endpoints of a probe whose failure stops an update, and whether it explains the failure that is judged.
 *
 * A probe sees many hosts; most of them an update can do without. Here stand those without which a stage cannot end (and every page of a
 * captive portal, which stands before all of them; and a practice server, which stands for all of Apple's: it alone has a stage without
 * being known). Rules about what a probe found ask this table, so that none blames a network that
 * is closed now for a failure of another kind.
 */
#include "table/table.h"

static const struct column columns[] = {
    {"host", COLUMN_TEXT, SHOW, "host that was examined"},
    {"port", COLUMN_INTEGER, SHOW, "port"},
    {"stage", COLUMN_TEXT, SHOW, "stage of an update that asks this host"},
    {"step", COLUMN_TEXT, SHOW, "step that failed: dns, tcp, proxy, tls, http"},
    {"outcome", COLUMN_TEXT, SHOW, "how it failed, in one word"},
    {"text", COLUMN_TEXT, SHOW, "the same as a sentence"},
    {"issuer", COLUMN_TEXT, SHOW, "who issued the certificate that was shown"},
    {"interceptor", COLUMN_TEXT, SHOW, "product that issues such certificates"},
    {"trust", COLUMN_TEXT, SHOW, "where its chain ends: apple, public or none"},
    {"tls_outcome", COLUMN_TEXT, SHOW, "how TLS ended, also where an earlier step is to blame"},
    {"explains", COLUMN_TEXT, SHOW,
     "request: the log has a request to this host (or to one it does not name) that failed in the network and was not overcome; alone: the "
     "evidence tells of no attempt and of no other failure; next: the next attempt will end at this stage; NULL: it does not explain the "
     "judged failure"},
};

static const char derive[] =
    "INSERT INTO blocked_endpoint(source, line, host, port, stage, step, outcome, text, issuer, interceptor, trust, tls_outcome, "
    "explains)\n"
    "SELECT e.source, e.line, e.host, e.port, e.stage, e.step, e.outcome, e.text, e.issuer, e.interceptor, e.trust, e.tls_outcome,\n"
    "  CASE WHEN EXISTS (SELECT 1 FROM failed_request AS r WHERE r.overcome = 0 AND (r.host = e.host OR (r.host IS NULL AND\n"
    "              r.kind IN ('offline', 'name', 'timeout', 'refused', 'lost', 'tls', 'proxy', 'unreachable')\n"
    "              AND (r.stage IS NULL OR e.stage IS NULL OR r.stage = e.stage)))) THEN 'request'\n"
    "       WHEN NOT EXISTS (SELECT 1 FROM attempt WHERE judged = 1) AND NOT EXISTS (SELECT 1 FROM signal WHERE sense = 'failure')\n"
    "            AND NOT EXISTS (SELECT 1 FROM dialog WHERE sense = 'failure' AND (stage IS NOT e.stage OR COALESCE(cause, 'network') <> "
    "'network'))\n"
    "       THEN 'alone'\n"
    "       WHEN EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND kind = 'supposed' AND last_stage IS e.stage) THEN 'next' END\n"
    "FROM endpoint AS e WHERE e.state = 'failed' AND (e.outcome = 'portal' OR (e.host, e.port) IN (VALUES ('gs.apple.com', 443),\n"
    "  ('gdmf.apple.com', 443), ('mesu.apple.com', 443), ('swscan.apple.com', 443), ('swdist.apple.com', 443), ('updates.cdn-apple.com', "
    "443),\n"
    "  ('swcdn.apple.com', 80), ('oscdn.apple.com', 443), ('osrecovery.apple.com', 443))\n"
    "  OR (e.stage IS NOT NULL AND e.host NOT IN (SELECT host FROM known_host)))";

const struct table table_blocked_endpoint = {
    .name = "blocked_endpoint",
    .doc = "Endpoints of a probe whose failure stops an update, and whether it explains the judged failure.",
    .columns = columns,
    .n_columns = sizeof columns / sizeof *columns,
    .derive = derive,
    .needs = (const char *const[]){"endpoint", "failed_request", "attempt", "signal", "dialog", "known_host", NULL},
};
