/* What a lab can do wrong. (Facts: libtatsu, tsschecker, Apple's OSPersonalization as described in docs/lab.md.) */
#include "lab/fault.h"

enum { TSS = 1 << LAB_PLACE_TSS, ACCOUNT = 1 << LAB_PLACE_ACCOUNT | 1 << LAB_PLACE_CATALOGUE | TSS, TIME = 1 << LAB_PLACE_TIME };

#define STATUS_ROW(n, does, mac, cause)                                                                                                    \
    { "status-" #n, NULL, 0, LAB_FAULT_STATUS, n, TSS, does, mac, cause }
#define HTTP_ROW(n, does, mac, cause)                                                                                                      \
    { "http-" #n, "SECONDS of Retry-After", 0, LAB_FAULT_HTTP, n, TSS, does, mac, cause }
#define TICKET_ROW(name, value, flaw, does, mac)                                                                                           \
    { name, value, 0, LAB_FAULT_TICKET, flaw, TSS, does, mac, "signing-server" }

static const char verification[] = "MobileSoftwareUpdateErrorDomain 31; AMAuthInstallErrorDomain 23";
static const char unreachable[] = "AMAuthInstallErrorDomain 11 after three attempts (10002)";
static const char invalid[] = "AMAuthInstallErrorDomain 14 (10052 invalid response)";

const struct lab_fault_row lab_fault_rows[] = {
    STATUS_ROW(5, "the option is invalid", "AMAuthInstallErrorDomain 3105", "signing-server"),
    STATUS_ROW(8, "an internal error: the baseband's chip", "AMAuthInstallErrorDomain 3108", "signing-server"),
    STATUS_ROW(49, "an internal error: the baseband's serial number", "AMAuthInstallErrorDomain 3149", "signing-server"),
    STATUS_ROW(69, "not eligible: the request is incomplete", "AMAuthInstallErrorDomain 3169", "signing-server"),
    STATUS_ROW(94, "not eligible: the build is not signed for this Mac", "AMAuthInstallErrorDomain 3194; OSPErrorDomain 200",
               "signing-server"),
    STATUS_ROW(100, "an internal error: the request is malformed", "AMAuthInstallErrorDomain 3200", "signing-server"),
    STATUS_ROW(126, "an internal error: the request is malformed", "AMAuthInstallErrorDomain 3226", "signing-server"),
    STATUS_ROW(128, "an internal error: the nonce is missing or wrong", "AMAuthInstallErrorDomain 3228", "nvram"),
    STATUS_ROW(168, "an internal error: newer fields are missing", "AMAuthInstallErrorDomain 3268", "signing-server"),
    {"status", "STATUS", 94, LAB_FAULT_STATUS, 0, TSS, "any other STATUS", "AMAuthInstallErrorDomain 3100 + STATUS", "signing-server"},
    {"not-signed", "BUILD of a manifest", 0, LAB_FAULT_UNSIGNED, LAB_NOT_ELIGIBLE, TSS, "STATUS 94 for this build, or for every build",
     "AMAuthInstallErrorDomain 3194", "signing-server"},
    {"propagation", "REQUESTS", 2, LAB_FAULT_PROPAGATION, LAB_NOT_ELIGIBLE, TSS, "STATUS 94 for some requests, then a ticket",
     "AMAuthInstallErrorDomain 3194 at first, none later", "signing-server"},

    HTTP_ROW(400, "HTTP 400", "AMAuthInstallErrorDomain 3500", "network"),
    HTTP_ROW(401, "HTTP 401: the signing server wants a sign-in", "AMAuthInstallErrorDomain 3501", "network"),
    HTTP_ROW(403, "HTTP 403, as a filter answers", "AMAuthInstallErrorDomain 3503", "network"),
    HTTP_ROW(404, "HTTP 404", "AMAuthInstallErrorDomain 3504", "network"),
    HTTP_ROW(407, "HTTP 407: a proxy wants a sign-in", "AMAuthInstallErrorDomain 3507", "network"),
    HTTP_ROW(500, "HTTP 500", "AMAuthInstallErrorDomain 3600", "signing-server"),
    HTTP_ROW(502, "HTTP 502, of a gateway", "AMAuthInstallErrorDomain 3602", "signing-server"),
    HTTP_ROW(503, "HTTP 503 with Retry-After", "AMAuthInstallErrorDomain 3603", "signing-server"),
    {"overloaded", "REQUESTS", 2, LAB_FAULT_OVERLOAD, 503, TSS, "HTTP 503 with Retry-After for some requests, then all is well",
     "AMAuthInstallErrorDomain 3603 at first, none later", "signing-server"},
    {"redirect", "URL", 0, LAB_FAULT_PAGE, LAB_PAGE_REDIRECT, TSS, "HTTP 302 to a page of a captive portal",
     "AMAuthInstallErrorDomain 14 or 3402", "network"},

    {"captive-portal", NULL, 0, LAB_FAULT_PAGE, LAB_PAGE_PORTAL, TSS, "HTTP 200 with a page for signing in to a network", invalid,
     "network"},
    {"no-ticket", NULL, 0, LAB_FAULT_PAGE, LAB_PAGE_NO_TICKET, TSS, "SUCCESS, and no ticket behind it",
     "AMAuthInstallErrorDomain 14 (10053 no data in response)", "signing-server"},
    {"bad-xml", NULL, 0, LAB_FAULT_PAGE, LAB_PAGE_BAD_XML, TSS, "SUCCESS, and a broken property list behind it",
     "AMAuthInstallErrorDomain 14 (10055 plist parse error)", "network"},
    {"empty-body", NULL, 0, LAB_FAULT_PAGE, LAB_PAGE_EMPTY_BODY, TSS, "HTTP 200 with nothing in it", invalid, "network"},

    {"truncated", NULL, 0, LAB_FAULT_WIRE, LAB_WIRE_TRUNCATED, TSS, "half of the answer, then the connection is closed", unreachable,
     "network"},
    {"oversized", "BYTES", 200000, LAB_FAULT_WIRE, LAB_WIRE_OVERSIZED, TSS, "an answer longer than the 102400 bytes that a Mac reads",
     "AMAuthInstallErrorDomain 14 (10052 Response too large)", "network"},
    {"endless", NULL, 0, LAB_FAULT_WIRE, LAB_WIRE_ENDLESS, TSS, "an answer that never ends",
     "AMAuthInstallErrorDomain 14 (10052 Response too large)", "network"},
    {"slow", "SECONDS", 5, LAB_FAULT_WIRE, LAB_WIRE_SLOW, TSS, "the answer comes late", "AMAuthInstallErrorDomain 12 when later than 300 s",
     "network"},
    {"drip", "BYTES a second", 100, LAB_FAULT_WIRE, LAB_WIRE_DRIP, TSS, "the answer comes in drops",
     "AMAuthInstallErrorDomain 12 when it takes too long", "network"},
    {"timeout", NULL, 0, LAB_FAULT_WIRE, LAB_WIRE_SILENT, TSS, "no answer at all, on a connection that stays open",
     "AMAuthInstallErrorDomain 12 (10012)", "network"},
    {"reset", NULL, 0, LAB_FAULT_WIRE, LAB_WIRE_RESET, TSS, "the connection is reset once the request is there", unreachable, "network"},
    {"empty", NULL, 0, LAB_FAULT_WIRE, LAB_WIRE_EMPTY, TSS, "the connection is closed without an answer", unreachable, "network"},
    {"refused", "SECONDS", 0, LAB_FAULT_REFUSE, 0, 0, "nobody listens: an outage", unreachable, "network"},

    TICKET_ROW("wrong-ecid", NULL, LAB_FLAW_ECID, "a genuine ticket for another Mac", verification),
    TICKET_ROW("wrong-board", NULL, LAB_FLAW_BOARD, "a genuine ticket for another model", verification),
    TICKET_ROW("wrong-nonce", NULL, LAB_FLAW_NONCE, "a genuine ticket for another request", verification),
    TICKET_ROW("wrong-digest", "IMAGE", LAB_FLAW_DIGEST, "a genuine ticket with another image's digest", verification),
    TICKET_ROW("wrong-signature", NULL, LAB_FLAW_SIGNATURE, "a ticket that was changed after it was signed", verification),
    TICKET_ROW("wrong-root", NULL, LAB_FLAW_ROOT, "a ticket that somebody else signed", verification),
    TICKET_ROW("wrong-chip", NULL, LAB_FLAW_CHIP, "a ticket of a signer that may sign for another chip only", verification),
    TICKET_ROW("missing-component", "IMAGE", LAB_FLAW_MISSING, "a genuine ticket without one image", verification),

    {"interception", NULL, 0, LAB_FAULT_CERTIFICATE, LAB_CERTIFICATE_FOREIGN, 0,
     "TLS with a certificate of another root, as a middlebox has it",
     "AMAuthInstallErrorDomain 11 or 16; the log stops after didReceiveChallenge", "network"},
    {"certificate-expired", NULL, 0, LAB_FAULT_CERTIFICATE, LAB_CERTIFICATE_EXPIRED, 0,
     "the server's certificate ended a month ago: what a Mac sees whose clock is ahead", "AMAuthInstallErrorDomain 11 or 16", "clock"},
    {"certificate-not-yet", NULL, 0, LAB_FAULT_CERTIFICATE, LAB_CERTIFICATE_NOT_YET, 0,
     "the server's certificate begins in a month: what a Mac sees whose clock is behind", "AMAuthInstallErrorDomain 11 or 16", "clock"},
    {"certificate-wrong-name", NULL, 0, LAB_FAULT_CERTIFICATE, LAB_CERTIFICATE_WRONG_NAME, 0,
     "the server's certificate is for another host", "AMAuthInstallErrorDomain 11 or 16", "network"},

    {"clock", "SECONDS", 86400, LAB_FAULT_CLOCK, LAB_CLOCK_SNTP | LAB_CLOCK_DATE, TIME,
     "every clock of the lab is ahead: a Mac beside it is behind", "certificates not yet valid", "clock"},
    {"clock-sntp", "SECONDS", 86400, LAB_FAULT_CLOCK, LAB_CLOCK_SNTP, TIME, "only the time server is ahead", "timed sets a wrong time",
     "clock"},
    {"clock-date", "SECONDS", 86400, LAB_FAULT_CLOCK, LAB_CLOCK_DATE, TIME, "only the Date header and /time are ahead", "nothing", "clock"},

    {"account-locked", NULL, 0, LAB_FAULT_ACCOUNT, LAB_ACCOUNT_LOCKED, ACCOUNT, "the account is locked; the catalogue answers 403",
     "nothing of the signing server's; the account's own message", "apple-account"},
    {"account-disabled", NULL, 0, LAB_FAULT_ACCOUNT, LAB_ACCOUNT_DISABLED, ACCOUNT, "the account is disabled; the catalogue answers 403",
     "nothing of the signing server's; the account's own message", "apple-account"},
    {"two-factor-pending", NULL, 0, LAB_FAULT_ACCOUNT, LAB_ACCOUNT_TWO_FACTOR, ACCOUNT,
     "two-factor sign-in is not finished; the catalogue answers 401", "nothing of the signing server's; the account's own message",
     "apple-account"},
    {"region", "COUNTRY", 0, LAB_FAULT_ACCOUNT, LAB_ACCOUNT_REGION, ACCOUNT,
     "the account is of another country; the catalogue offers nothing", "no update found", "apple-account"},
    {"not-entitled", NULL, 0, LAB_FAULT_ACCOUNT, LAB_ACCOUNT_NOT_ENTITLED, ACCOUNT,
     "the account may not have betas: none is offered, and a beta's request gets HTTP 401", "AMAuthInstallErrorDomain 3501",
     "apple-account"},
};
const size_t lab_n_fault_rows = sizeof lab_fault_rows / sizeof *lab_fault_rows;
_Static_assert(sizeof lab_fault_rows / sizeof *lab_fault_rows <= LAB_MAX_FAULTS, "a fault for each row");
