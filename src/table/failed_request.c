/*
 * failed_request: the requests of the judged attempt to Apple's hosts that failed, and whether they were overcome.
 *
 * A log is full of network errors that stop no update: those of other programs, of other days, of reports and caches, and
 * those after which the same step went on. Rules about the network, the signing server and the clock ask this table
 * instead of `error`, so that each does not have to tell them apart again.
 *
 * A row is a request of the update when it names a host of known_host or another of Apple's, or comes from a program that
 * updates. It belongs to the judged attempt from 15 minutes before it to an hour after (as the verdict does); where no
 * attempt is judged, to the last day that the evidence knows. It was overcome when something later, within the attempt, says
 * that the step succeeded or that a later step began (some versions of macOS download after they personalized).
 */
#include "table/table.h"

enum {
    COL_KIND,
    COL_DOMAIN,
    COL_CODE,
    COL_HOST,
    COL_APPLE,
    COL_STAGE,
    COL_PROCESS,
    COL_STREAM_ERROR,
    COL_MEANING,
    COL_TEXT,
    COL_OVERCOME,
    COL_COUNT
};

static const struct column columns[] = {
    [COL_KIND] = {"kind", COLUMN_TEXT, SHOW,
                  "offline, name, timeout, refused, lost, tls, proxy, cache (a content cache in between), http (a status of 300 or more), "
                  "tss (what the signing server or its client said), account (AuthKit) or unreachable (told in words)"},
    [COL_DOMAIN] = {"domain", COLUMN_TEXT, SHOW, "error domain, as in table error; signal when a line told it in words"},
    [COL_CODE] = {"code", COLUMN_INTEGER, SHOW, "code within the domain; NULL of a signal without one"},
    [COL_HOST] = {"host", COLUMN_TEXT, SHOW, "host that was asked; NULL when the line does not tell"},
    [COL_APPLE] = {"apple", COLUMN_INTEGER, SHOW, "1 when that host is Apple's or one that an update asks"},
    [COL_STAGE] = {"stage", COLUMN_TEXT, SHOW, "stage that asks this host; NULL when the host does not tell"},
    [COL_PROCESS] = {"process", COLUMN_TEXT, SHOW, "program that asked"},
    [COL_STREAM_ERROR] = {"stream_error", COLUMN_INTEGER, SHOW, "TLS, errno or resolver code beneath"},
    [COL_MEANING] = {"meaning", COLUMN_TEXT, SHOW, "what the code means"},
    [COL_TEXT] = {"text", COLUMN_TEXT, SHOW, "the log record as written"},
    [COL_OVERCOME] = {"overcome", COLUMN_INTEGER, SHOW, "1 when the same step succeeded afterwards or a later one began"},
};

/* MADownloadResult by what happened; the other codes (space, files, clients, what the server answered) are no failed connection. */
#define KIND_OF_ASSET                                                                                                                      \
    "CASE WHEN e.code = 65 THEN 'offline' WHEN e.code IN (59, 62) THEN 'name' WHEN e.code = 60 THEN 'refused' WHEN e.code = 61 THEN "      \
    "'lost' WHEN e.code IN (51, 52, 53, 54, 55, 56, 80, 81, 82, 83) THEN 'timeout' WHEN e.code = 70 THEN 'tls' WHEN e.code IN (47, 57) "   \
    "THEN 'unreachable' END"

/* errno of a socket. */
#define KIND_OF_ERRNO                                                                                                                      \
    "CASE e.code WHEN 50 THEN 'offline' WHEN 54 THEN 'lost' WHEN 60 THEN 'timeout' WHEN 61 THEN 'refused' ELSE 'unreachable' END"

/* -1009 and its like by what happened; SOCKS and proxy codes from CFNetworkErrors.h. */
#define KIND_OF_CODE                                                                                                                       \
    "CASE WHEN e.domain = 'HTTP' THEN 'http' WHEN e.domain LIKE 'AK%' THEN 'account'\n"                                                    \
    "     WHEN e.domain IN ('TSS', 'OSPErrorDomain', 'AMRestoreErrorDomain') OR e.domain LIKE '%AuthInstallErrorDomain' THEN 'tss'\n"      \
    "     WHEN e.url LIKE '%source=%apple.com%' THEN 'cache'\n"                                                                            \
    "     WHEN e.domain = 'com.apple.MobileAssetError.Download' THEN " KIND_OF_ASSET "\n"                                                  \
    "     WHEN e.domain = 'NSPOSIXErrorDomain' THEN " KIND_OF_ERRNO "\n"                                                                   \
    "     WHEN e.code IN (-1009, -1018, -1019, -1020) THEN 'offline' WHEN e.code IN (-1003, -1006) THEN 'name'\n"                          \
    "     WHEN e.code = -1001 THEN 'timeout' WHEN e.code = -1004 THEN 'refused' WHEN e.code = -1005 THEN 'lost'\n"                         \
    "     WHEN e.code BETWEEN -1206 AND -1200 THEN 'tls'\n"                                                                                \
    "     WHEN e.domain = 'kCFErrorDomainCFNetwork' AND (e.code BETWEEN 306 AND 311 OR e.code BETWEEN 100 AND 124) THEN 'proxy'\n"         \
    "     WHEN e.domain = 'kCFErrorDomainCFNetwork' AND e.code IN (1, 2) THEN 'name'\n"                                                    \
    "     WHEN e.domain = 'kCFErrorDomainCFNetwork' AND e.code = 302 THEN 'lost' END"

/* The signing exchange; an HTTP status in a line that names a host of another stage is none. OSPersonalization's and the restore
 * library's codes count where they stand for it. */
#define SIGNING                                                                                                                            \
    "(e.domain = 'TSS' OR (e.domain = 'HTTP' AND NOT EXISTS (SELECT 1 FROM known_host AS k WHERE k.stage IN ('scan', 'download') AND "     \
    "instr(e.quote, k.host) > 0)) OR e.domain LIKE '%AuthInstallErrorDomain' OR (e.domain = 'OSPErrorDomain' AND e.code IN (101, 200, "    \
    "201)) OR (e.domain = 'AMRestoreErrorDomain' AND e.code IN (3004, 3194)))"

/* mobileassetd fetches voices and dictionaries too; a line that names the kind of asset must name one of the update. */
#define ASSET_OF_UPDATE "(e.quote NOT LIKE '%com.apple.MobileAsset.%' OR e.quote LIKE '%SoftwareUpdate%' OR e.quote LIKE '%UpdateBrain%')"

/* Programs that update, install, restore or sign in; a line without a program is the output of such a tool. */
#define UPDATING_PROGRAM                                                                                                                   \
    "(e.process IS NULL OR e.process LIKE '%softwareupdate%' OR e.process LIKE '%MobileSoftwareUpdate%' OR e.process LIKE "                \
    "'%UpdateBrain%' OR e.process LIKE 'osinstallersetup%' OR e.process LIKE '%InstallAssistant%' OR e.process LIKE "                      \
    "'Install%' OR e.process LIKE '%Virtualization%' OR e.process LIKE '%bootability%' OR e.process LIKE '%osinstall%' OR "                \
    "e.process IN ('mobileassetd', 'bless', 'akd', 'patchd', 'storeassetd', 'storedownloadd', 'appstoreagent', 'App Store', 'trustd',\n"   \
    "              'MobileDeviceUpdater', 'AMPDevicesAgent', 'AMPDeviceDiscoveryAgent', 'cfgutil', 'managedsoftwareupdate',\n"             \
    "              'SoftwareUpdateNotificationManager', 'SoftwareUpdateSettingsExtension', 'System Settings', 'System Preferences',\n"     \
    "              'Software Update'))"

/* Their failure stops no update: reports, caches, tests for captive networks, validation of applications. */
#define HARMLESS_HOST                                                                                                                      \
    "('xp.apple.com', 'xp-cdn.apple.com', 'lcdn-locator.apple.com', 'lcdn-registration.apple.com', 'serverstatus.apple.com',\n"            \
    " 'suconfig.apple.com', 'ppq.apple.com', 'captive.apple.com', 'static.ess.apple.com', 'ns.itunes.apple.com')"

/* Hosts that other programs ask as well: management, activation, accounts, other content. */
#define SHARED_HOST                                                                                                                        \
    "('identity.apple.com', 'deviceenrollment.apple.com', 'deviceservices-external.apple.com', 'iprofiles.apple.com',\n"                   \
    " 'mdmenrollment.apple.com', 'albert.apple.com', 'humb.apple.com', 'static.ips.apple.com', 'gsa.apple.com', 'idmsa.apple.com',\n"      \
    " 'appleid.apple.com', 'appleid.cdn-apple.com', 'account.apple.com', 'configuration.apple.com', 'mesu.apple.com')"

/* What the derivation writes down on its way. */
static const char scratch[] =
    "CREATE TABLE request(kind, domain, code, host, url, process, stream_error, meaning, text, stage, source, line, ns, time);\n"
    "CREATE TABLE request_of_update(kind, domain, code, host, process, stream_error, meaning, text, source, line, ns, time, apple, "
    "stage);\n"
    "CREATE TABLE request_attempt(attempt, kind, last_stage, outcome, start_ns, end_ns);\n"
    "CREATE TABLE request_passed(stage, source, ns, line);";

static const char derive[] =
    "INSERT INTO request\n"
    "SELECT " KIND_OF_CODE " AS kind, e.domain, e.code, e.host, e.url, e.process, e.stream_error, e.meaning, e.quote AS text,\n"
    "       CASE WHEN " SIGNING " THEN 'personalize' END AS stage, e.source, e.line, e.ns, e.time FROM error AS e\n"
    "WHERE e.domain IN ('NSURLErrorDomain', 'kCFErrorDomainCFNetwork') OR e.domain LIKE 'AK%' OR " SIGNING "\n"
    "   OR (e.domain = 'com.apple.MobileAssetError.Download' AND " ASSET_OF_UPDATE ")\n"
    "   OR (e.domain = 'NSPOSIXErrorDomain' AND e.code IN (50, 51, 54, 60, 61, 64, 65) AND e.process IS NOT NULL)\n"
    "UNION ALL\n"
    "SELECT CASE WHEN s.name IN ('tss-declined', 'not-eligible') THEN 'tss' WHEN s.name = 'proxy-auth' THEN 'proxy' WHEN s.name = "
    "'curl-resolve' THEN 'name' WHEN s.name IN ('curl-connect', 'wget-failed') THEN 'refused' WHEN s.name IN ('curl-certificate', "
    "'python-certificate', 'sectrust-refused', 'sectrust-expired') THEN 'tls' "
    "ELSE 'unreachable' "
    "END,\n"
    "       'signal', NULL, s.host, NULL, s.process, NULL, s.means, s.text, CASE WHEN s.name <> 'trustd-ocsp-failed' THEN s.stage END,\n"
    "       s.source, s.line, s.ns, s.time FROM signal AS s\n"
    "WHERE s.name IN ('tss-not-reachable', 'reachability-no', 'tss-unable-send', 'no-response-from-server', 'catalog-host-unreachable',\n"
    "                 'cannot-connect', 'trustd-ocsp-failed', 'tss-declined', 'not-eligible', 'proxy-auth',\n"
    "                 'curl-resolve', 'curl-connect', 'curl-certificate', 'python-certificate', 'wget-failed',\n"
    "                 'sectrust-refused', 'sectrust-expired');\n"

    "INSERT INTO request_of_update\n"
    "SELECT e.kind, e.domain, e.code, e.host, e.process, e.stream_error, e.meaning, e.text, e.source, e.line, e.ns, e.time,\n"
    "       COALESCE(e.host IN (SELECT host FROM known_host) OR e.host = 'apple.com' OR e.host LIKE '%.apple.com'\n"
    "                OR e.host LIKE '%.cdn-apple.com' OR e.kind = 'cache' OR (e.host IS NULL AND e.domain LIKE 'com.apple.MobileAsset%'), "
    "0)\n"
    "       AS apple,\n"
    "       COALESCE(e.stage, (SELECT k.stage FROM known_host AS k WHERE k.host = e.host LIMIT 1),\n"
    "                CASE e.kind WHEN 'cache' THEN 'download' WHEN 'account' THEN 'personalize' END) AS stage\n"
    "FROM request AS e\n"
    "WHERE e.kind IS NOT NULL AND (e.host IS NULL OR e.host NOT IN " HARMLESS_HOST ")\n"
    "  AND (e.kind = 'cache' OR e.domain = 'signal' OR (e.host IN (SELECT host FROM known_host) AND e.host NOT IN " SHARED_HOST
    ") OR " UPDATING_PROGRAM ");\n"

    "INSERT INTO request_attempt\n"
    "SELECT a.attempt, a.kind, a.last_stage, a.outcome, a.start_ns, a.end_ns FROM attempt AS a LEFT JOIN known_stage AS k ON k.stage = "
    "a.last_stage\n"
    "WHERE a.judged = 1 AND NOT (a.kind = 'scan' AND COALESCE((SELECT MAX(s.position) FROM dialog AS d JOIN known_stage AS s ON s.stage = "
    "d.stage\n"
    "                                                           WHERE d.sense = 'failure'), 0) > k.position);\n"

    /* The last sign, by stage and undated source, that the stage was passed; '' where no stage is known. */
    "INSERT INTO request_passed\n"
    "WITH later AS (\n"
    "  SELECT CASE WHEN s.ns IS NULL THEN s.source ELSE '' END AS source, s.line, s.ns, s.sense, s.name, s.stage, COALESCE(k.position, 0) "
    "AS "
    "position\n"
    "  FROM signal AS s LEFT JOIN known_stage AS k ON k.stage = s.stage WHERE s.sense IN ('progress', 'success')\n"
    "    AND NOT (s.name IS 'tss-attempt' AND s.ns IS NOT NULL)\n" /* other requests for tickets write it too */
    "    AND (s.ns IS NULL OR s.ns <= COALESCE((SELECT end_ns FROM request_attempt), s.ns))),\n"
    "known AS (SELECT stage, position FROM known_stage UNION ALL SELECT '', 4)\n"
    "SELECT k.stage, l.source, MAX(l.ns) AS ns, MAX(l.line) AS line FROM known AS k JOIN later AS l\n"
    "  ON l.position > k.position OR (l.sense = 'success' AND (l.stage = k.stage OR k.stage = ''))\n"
    "     OR (k.stage = 'personalize' AND (l.name = 'tss-attempt-ok' OR (l.name = 'phase' AND l.stage = 'download')))\n"
    "GROUP BY k.stage, l.source;\n"

    "INSERT INTO failed_request(kind, domain, code, host, apple, stage, process, stream_error, meaning, text, overcome,\n"
    "                           source, line, time, ns)\n"
    "WITH newest AS (SELECT MAX(COALESCE((SELECT MAX(ns) FROM signal), 0),\n"
    "                      COALESCE((SELECT MAX(CAST(strftime('%s', mac_time) AS INTEGER)) FROM clock), 0) * 1000000000) AS ns)\n"
    "SELECT r.kind, r.domain, r.code, r.host, r.apple, r.stage, r.process, r.stream_error, r.meaning, r.text,\n"
    "       COALESCE(CASE WHEN r.ns IS NULL THEN p.line > r.line ELSE p.ns > r.ns END, 0), r.source, r.line, r.time, r.ns\n"
    "FROM request_of_update AS r LEFT JOIN request_attempt AS j ON 1\n"
    "LEFT JOIN request_passed AS p ON p.stage = COALESCE(r.stage, '') AND p.source = CASE WHEN r.ns IS NULL THEN r.source ELSE '' END\n"
    "WHERE (EXISTS (SELECT 1 FROM attempt WHERE judged = 1 AND kind <> 'supposed') OR EXISTS (SELECT 1 FROM dialog WHERE sense = "
    "'failure'))\n"
    "  AND (r.domain <> 'NSPOSIXErrorDomain' OR j.last_stage IN ('scan', 'download', 'preflight', 'personalize'))\n" /* else of files */
    "  AND (r.ns IS NULL\n"
    "   OR (j.attempt IS NOT NULL AND (j.start_ns IS NULL OR r.ns BETWEEN j.start_ns - 900000000000 AND j.end_ns + 3600000000000))\n"
    "   OR (j.attempt IS NULL AND r.ns >= (SELECT ns FROM newest) - 86400000000000));\n"
    "DELETE FROM request; DELETE FROM request_of_update; DELETE FROM request_attempt; DELETE FROM request_passed;";

const struct table table_failed_request = {
    .name = "failed_request",
    .doc = "Requests to Apple's hosts that failed round the judged attempt, and whether the attempt went on all the same.",
    .columns = columns,
    .n_columns = COL_COUNT,
    .scratch = scratch,
    .derive = derive,
    .needs = (const char *const[]){"attempt", "error", "signal", "clock", "dialog", "known_host", "known_stage", NULL},
};
