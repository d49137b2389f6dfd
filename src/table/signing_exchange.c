/*
 * signing_exchange: each request for a ticket that a log tells of, and its answer.
 *
 * The client says "attempt 1 of 3" before it asks; what it or the restore tool says next in the same log is the answer. An answer
 * without an announced request is an exchange of its own. What tailor itself asked (table exchange) is a row too.
 */
#include "table/table.h"

static const struct column columns[] = {
    {"number", COLUMN_INTEGER, SHOW, "which attempt of the client this was, where it says so"},
    {"outcome", COLUMN_TEXT, SHOW,
     "granted (a ticket came), refused (the server answered with a STATUS), http (an HTTP status other than 200), unreachable, failed "
     "(told "
     "in words), or NULL: the log does not tell the answer"},
    {"code", COLUMN_INTEGER, SHOW, "STATUS of a refusal, or HTTP status"},
    {"message", COLUMN_TEXT, SHOW, "what the server or the client said of it"},
    {"host", COLUMN_TEXT, SHOW, "signing server, where the log names it"},
    {"process", COLUMN_TEXT, SHOW, "program that asked"},
    {"asked_by", COLUMN_TEXT, SHOW, "mac: a log tells of it; tailor: it was asked for the diagnosis, not by the update"},
    {"server_version", COLUMN_TEXT, SHOW, "version of the signing server, as it answered"},
    {"text", COLUMN_TEXT, SHOW, "the answer as it was written, or the request when there is none"},
};

/* Names of knowledge/signal.tsv; the sources of the lines stand there. */
#define GRANTED "('tss-response-received', 'shsh-received', 'tss-status-success', 'tss-success-dump')"
#define REFUSED "('tss-status', 'tss-declined', 'tss-server-error', 'tss-authorize')"
#define UNREACHABLE "('tss-not-reachable', 'tss-send-failed', 'tss-unable-send', 'url-failed-signing')"
#define FAILED "('tss-bad-response', 'tss-html-answer', 'tss-request-failed', 'tss-submission-failed', 'tss-retries-exhausted')"
#define ASKED "('tss-attempt', 'tss-retry')"

static const char derive[] =
    "INSERT INTO signing_exchange(number, outcome, code, message, host, process, asked_by, server_version, text, source, line, time, ns)\n"
    "WITH told AS (\n"
    "  SELECT s.*, s.name IN " ASKED " AS asked,\n"
    "         CASE WHEN s.name IN " GRANTED " THEN 'granted' WHEN s.name IN " REFUSED " THEN 'refused'\n"
    "              WHEN s.name IN ('tss-http-failed', 'tss-unexpected-http') THEN 'http' WHEN s.name IN " UNREACHABLE
    " THEN 'unreachable'\n"
    "              WHEN s.name IN " FAILED " THEN 'failed' END AS result\n"
    "  FROM signal AS s WHERE s.name LIKE 'tss-%' OR s.name LIKE 'shsh-%' OR s.name = 'url-failed-signing'),\n"
    "part AS (\n"
    "  SELECT *, SUM(asked) OVER (PARTITION BY source ORDER BY line, asked DESC) AS exchange FROM told WHERE asked OR result IS NOT "
    "NULL),\n"
    "answer AS (\n"
    "  SELECT *, ROW_NUMBER() OVER (PARTITION BY source, exchange ORDER BY\n"
    "            CASE result WHEN 'granted' THEN 0 WHEN 'refused' THEN 1 WHEN 'http' THEN 2 WHEN 'unreachable' THEN 3 ELSE 4 END, line) AS "
    "rank\n"
    "  FROM part WHERE result IS NOT NULL)\n"
    "SELECT p.number, a.result, CASE WHEN a.result IN ('refused', 'http') THEN CAST(a.code AS INTEGER) END, COALESCE(a.detail, a.means),\n"
    "       COALESCE(a.host, p.host), COALESCE(p.process, a.process), 'mac', CASE a.result WHEN 'granted' THEN a.version END, "
    "COALESCE(a.text, "
    "p.text),\n"
    "       COALESCE(a.source, p.source), COALESCE(a.line, p.line), COALESCE(a.time, p.time), COALESCE(a.ns, p.ns)\n"
    "FROM part AS p LEFT JOIN answer AS a ON a.source = p.source AND a.exchange = p.exchange AND a.rank = 1\n"
    "WHERE p.asked\n"
    "UNION ALL\n"
    "SELECT NULL, a.result, CASE WHEN a.result IN ('refused', 'http') THEN CAST(a.code AS INTEGER) END, COALESCE(a.detail, a.means), "
    "a.host, a.process, 'mac',\n"
    "       CASE a.result WHEN 'granted' THEN a.version END, a.text, a.source, a.line, a.time, a.ns\n"
    "FROM answer AS a WHERE a.rank = 1 AND a.exchange = 0\n"
    "UNION ALL\n"
    "SELECT x.attempts, CASE x.outcome WHEN 'http-error' THEN 'http' WHEN 'garbled' THEN 'failed' WHEN 'unverified' THEN 'failed' ELSE "
    "x.outcome END,\n"
    "       CASE x.outcome WHEN 'refused' THEN x.status WHEN 'http-error' THEN x.http_status END, COALESCE(x.failed_detail, x.message),\n"
    "       x.host, 'tailor', 'tailor', NULL, x.text, x.source, x.line, x.time, x.ns\n"
    "FROM exchange AS x";

const struct table table_signing_exchange = {
    .name = "signing_exchange",
    .doc = "Each request for a personalization ticket that the logs tell of or that tailor sent, and how it was answered.",
    .columns = columns,
    .n_columns = sizeof columns / sizeof *columns,
    .derive = derive,
    .needs = (const char *const[]){"signal", "exchange", NULL},
};
