/*
 * endpoint: what a probe found, one row for each host and port it examined.
 *
 * From probe.json (`tailor probe --json`), whether it was saved yesterday or comes from a probe that has just ended: both take this way.
 * Rows have no `time`: like the other facts about the network as it stands, they count for the failure that is judged.
 */
#include "base/timestamp.h"
#include "base/utf8.h"
#include "format/probe_file.h"
#include "table/shared/known.h"
#include "table/table.h"

extern const struct table table_endpoint;

enum { MAX_VALUE = 8192 };

enum {
    HOST,
    PORT,
    PROTOCOL,
    STAGE,
    VIA,
    PROXY,
    PROXY_FROM,
    PAC,
    STATE,
    STEP,
    OUTCOME,
    TEXT,
    DNS_OUTCOME,
    DNS_MS,
    ADDRESSES,
    NAME_SERVER_ADDRESSES,
    HOSTS_FILE,
    CHAIN,
    TCP_OUTCOME,
    ADDRESS,
    CONNECT_MS,
    ADDRESSES_LOST,
    FAMILIES,
    PROXY_OUTCOME,
    PROXY_MS,
    PROXY_STATUS,
    TLS_OUTCOME,
    TLS_MS,
    TLS_PROTOCOL,
    ISSUER,
    SUBJECT,
    NAMES,
    ROOT,
    TRUST,
    TLS_ERROR,
    NOT_BEFORE,
    NOT_AFTER,
    STAPLED,
    INTERCEPTOR,
    INTERCEPTOR_KIND,
    HTTP_OUTCOME,
    HTTP_MS,
    STATUS,
    SERVER,
    LOCATION,
    BODY,
    SNTP_OUTCOME,
    SNTP_MS,
    OFFSET,
    STRATUM,
    TRIES,
    FAILURES,
    JITTER_MS,
    SAMPLE_BYTES,
    BYTES_PER_SECOND,
    PROBED,
    COLUMN_COUNT
};

static const struct column columns[] = {
    [HOST] = {"host", COLUMN_TEXT, SHOW, "host that was examined"},
    [PORT] = {"port", COLUMN_INTEGER, SHOW, "TCP or UDP port"},
    [PROTOCOL] = {"protocol", COLUMN_TEXT, SHOW, "http, https, tls (no request was sent) or ntp"},
    [STAGE] = {"stage", COLUMN_TEXT, SHOW, "stage of an update that asks this host"},
    [VIA] = {"via", COLUMN_TEXT, SHOW, "direct, http-proxy or socks5"},
    [PROXY] = {"proxy", COLUMN_TEXT, REDACT, "host and port of the proxy that was used"},
    [PROXY_FROM] = {"proxy_from", COLUMN_TEXT, SHOW, "who named that proxy: option, environment or system"},
    [PAC] = {"pac", COLUMN_TEXT, REDACT, "URL of the automatic proxy configuration that the system is set to; it was not followed"},
    [STATE] = {"state", COLUMN_TEXT, SHOW, "good, failed, or not-examined when the time was up"},
    [STEP] = {"step", COLUMN_TEXT, SHOW, "of a failure: dns, tcp, proxy, tls, http or sntp"},
    [OUTCOME] = {"outcome", COLUMN_TEXT, SHOW, "of a failure: how that step ended, in one word (net/outcome.h)"},
    [TEXT] = {"text", COLUMN_TEXT, SHOW, "the same as a sentence"},
    [DNS_OUTCOME] = {"dns_outcome", COLUMN_TEXT, SHOW, "how the resolution of the name ended"},
    [DNS_MS] = {"dns_ms", COLUMN_REAL, SHOW, "milliseconds that took"},
    [ADDRESSES] = {"addresses", COLUMN_TEXT, REDACT, "addresses that the system's resolver gives, with blanks between"},
    [NAME_SERVER_ADDRESSES] = {"name_server_addresses", COLUMN_TEXT, REDACT,
                               "addresses that the name server gives when it is asked directly"},
    [HOSTS_FILE] = {"hosts_file", COLUMN_TEXT, REDACT, "addresses that the hosts file gives"},
    [CHAIN] = {"chain", COLUMN_TEXT, SHOW, "names that the CNAME records lead to, with blanks between"},
    [TCP_OUTCOME] = {"tcp_outcome", COLUMN_TEXT, SHOW, "how the connection ended"},
    [ADDRESS] = {"address", COLUMN_TEXT, REDACT, "address that was connected to"},
    [CONNECT_MS] = {"connect_ms", COLUMN_REAL, SHOW, "milliseconds until the connection stood"},
    [ADDRESSES_LOST] = {"addresses_lost", COLUMN_INTEGER, SHOW, "addresses that are silent or refuse though another is reached"},
    [FAMILIES] = {"families", COLUMN_TEXT, SHOW,
                  "of a host with IPv4 and IPv6: both, ipv4 only, ipv6 only or neither is good all the way; else one"},
    [PROXY_OUTCOME] = {"proxy_outcome", COLUMN_TEXT, SHOW, "what the proxy did"},
    [PROXY_MS] = {"proxy_ms", COLUMN_REAL, SHOW, "milliseconds that took"},
    [PROXY_STATUS] = {"proxy_status", COLUMN_INTEGER, SHOW, "HTTP status or SOCKS reply code of the proxy"},
    [TLS_OUTCOME] = {"tls_outcome", COLUMN_TEXT, SHOW, "how TLS and the check of the certificate ended"},
    [TLS_MS] = {"tls_ms", COLUMN_REAL, SHOW, "milliseconds of the handshake and the check"},
    [TLS_PROTOCOL] = {"tls_protocol", COLUMN_TEXT, SHOW, "version of TLS"},
    [ISSUER] = {"issuer", COLUMN_TEXT, SHOW, "who issued the server's certificate"},
    [SUBJECT] = {"subject", COLUMN_TEXT, SHOW, "whom the certificate names"},
    [NAMES] = {"names", COLUMN_TEXT, SHOW, "host names of the certificate, with blanks between"},
    [ROOT] = {"root", COLUMN_TEXT, SHOW, "top of the chain"},
    [TRUST] = {"trust", COLUMN_TEXT, SHOW, "where the chain ends: apple (Apple's own roots), public, or none"},
    [TLS_ERROR] = {"tls_error", COLUMN_TEXT, SHOW, "why the chain does not verify"},
    [NOT_BEFORE] = {"not_before", COLUMN_TEXT, SHOW, "start of the certificate's validity, ISO 8601 UTC"},
    [NOT_AFTER] = {"not_after", COLUMN_TEXT, SHOW, "end of the certificate's validity, ISO 8601 UTC"},
    [STAPLED] = {"stapled", COLUMN_INTEGER, SHOW, "1 when the server sent the revocation state (OCSP) along"},
    [INTERCEPTOR] = {"interceptor", COLUMN_TEXT, SHOW, "product that issues such certificates (knowledge/interceptor.tsv)"},
    [INTERCEPTOR_KIND] = {"interceptor_kind", COLUMN_TEXT, SHOW, "gateway, antivirus, filter or debugging"},
    [HTTP_OUTCOME] = {"http_outcome", COLUMN_TEXT, SHOW, "how the request ended"},
    [HTTP_MS] = {"http_ms", COLUMN_REAL, SHOW, "milliseconds that took"},
    [STATUS] = {"status", COLUMN_INTEGER, SHOW, "HTTP status"},
    [SERVER] = {"server", COLUMN_TEXT, SHOW, "header Server"},
    [LOCATION] = {"location", COLUMN_TEXT, REDACT, "header Location"},
    [BODY] = {"body", COLUMN_TEXT, REDACT, "beginning of the page"},
    [SNTP_OUTCOME] = {"sntp_outcome", COLUMN_TEXT, SHOW, "of a time server: how the exchange ended"},
    [SNTP_MS] = {"sntp_ms", COLUMN_REAL, SHOW, "milliseconds of the exchange"},
    [OFFSET] = {"offset_seconds", COLUMN_REAL, SHOW, "of a time server: its time minus this machine's"},
    [STRATUM] = {"stratum", COLUMN_INTEGER, SHOW, "of a time server: its distance from a clock"},
    [TRIES] = {"tries", COLUMN_INTEGER, SHOW, "how often it was examined, when more than once"},
    [FAILURES] = {"failures", COLUMN_INTEGER, SHOW, "how many of these failed"},
    [JITTER_MS] = {"jitter_ms", COLUMN_REAL, SHOW, "mean change of connect_ms from one try to the next"},
    [SAMPLE_BYTES] = {"sample_bytes", COLUMN_INTEGER, SHOW, "bytes that were fetched from it to measure the rate (--throughput)"},
    [BYTES_PER_SECOND] = {"bytes_per_second", COLUMN_REAL, SHOW, "rate of that"},
    [PROBED] = {"probed", COLUMN_TEXT, SHOW, "when the probe began, ISO 8601 UTC"},
};

/* Where each column stands in an endpoint's object. */
static const struct {
    int column;
    const char *path;
    bool words; /* an array of strings */
} places[] = {
    {HOST, "host", false},
    {PORT, "port", false},
    {PROTOCOL, "protocol", false},
    {STAGE, "stage", false},
    {VIA, "via", false},
    {PROXY, "through", false},
    {PROXY_FROM, "proxy_from", false},
    {PAC, "pac", false},
    {STATE, "state", false},
    {STEP, "step", false},
    {OUTCOME, "outcome", false},
    {TEXT, "text", false},
    {DNS_OUTCOME, "dns.outcome", false},
    {DNS_MS, "dns.ms", false},
    {ADDRESSES, "dns.system", true},
    {NAME_SERVER_ADDRESSES, "dns.direct", true},
    {HOSTS_FILE, "dns.hosts_file", true},
    {CHAIN, "dns.chain", true},
    {TCP_OUTCOME, "tcp.outcome", false},
    {ADDRESS, "tcp.address", false},
    {CONNECT_MS, "tcp.ms", false},
    {ADDRESSES_LOST, "tcp.lost", false},
    {FAMILIES, "families", false},
    {PROXY_OUTCOME, "proxy.outcome", false},
    {PROXY_MS, "proxy.ms", false},
    {PROXY_STATUS, "proxy.status", false},
    {TLS_OUTCOME, "tls.outcome", false},
    {TLS_MS, "tls.ms", false},
    {TLS_PROTOCOL, "tls.protocol", false},
    {ISSUER, "tls.issuer", false},
    {SUBJECT, "tls.subject", false},
    {NAMES, "tls.names", false},
    {ROOT, "tls.root", false},
    {TRUST, "tls.trust", false},
    {TLS_ERROR, "tls.error", false},
    {NOT_BEFORE, "tls.not_before", false},
    {NOT_AFTER, "tls.not_after", false},
    {STAPLED, "tls.stapled", false},
    {HTTP_OUTCOME, "http.outcome", false},
    {HTTP_MS, "http.ms", false},
    {STATUS, "http.status", false},
    {SERVER, "http.server", false},
    {LOCATION, "http.location", false},
    {BODY, "http.body", false},
    {SNTP_OUTCOME, "sntp.outcome", false},
    {SNTP_MS, "sntp.ms", false},
    {OFFSET, "sntp.offset_seconds", false},
    {STRATUM, "sntp.stratum", false},
    {TRIES, "series.tries", false},
    {FAILURES, "series.failures", false},
    {JITTER_MS, "series.jitter_ms", false},
    {SAMPLE_BYTES, "sample.bytes", false},
    {BYTES_PER_SECOND, "sample.bytes_per_second", false},
};

static bool set_number(struct value *cell, enum column_type type, struct slice text) {
    double real = 0;
    if (type == COLUMN_REAL) {
        if (!slice_to_double(text, &real))
            return false;
        *cell = value_real(real);
        return true;
    }
    int64_t integer = slice_is(text, "true"); /* of a boolean */
    if (!integer && !slice_is(text, "false") && !slice_to_int64(text, &integer))
        return false;
    *cell = value_integer(integer);
    return true;
}

static bool fill(struct feed *f, const struct probe_endpoint *e, struct value row[COLUMN_COUNT], struct error *err) {
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct buffer value CLEANUP_BUFFER = buffer_with_limit(MAX_VALUE);
        struct value *cell = &row[places[i].column];
        bool there = places[i].words ? probe_endpoint_words(e, places[i].path, &value) : probe_endpoint_text(e, places[i].path, &value);
        if (!there)
            continue;
        struct slice kept = arena_slice(f->arena, buffer_slice(&value));
        if (!kept.data)
            return error_set(err, "more than the memory allowed for one artefact");
        if (columns[places[i].column].type == COLUMN_TEXT)
            *cell = value_text(kept);
        else
            (void)set_number(cell, columns[places[i].column].type, kept);
    }
    return true;
}

static void name_interceptor(const struct feed *f, struct value row[COLUMN_COUNT]) {
    struct known_interceptor known;
    static const int places_of_names[] = {ISSUER, ROOT};
    for (size_t i = 0; i < 2; i++) {
        const struct value *name = &row[places_of_names[i]];
        if (name->type != VALUE_TEXT || !known_interceptor_find(f->knowledge, name->text, &known))
            continue;
        row[INTERCEPTOR] = value_str(known.product);
        row[INTERCEPTOR_KIND] = value_str(known.kind);
        return;
    }
}

static bool feed_endpoint(struct feed *f, struct error *err) {
    struct slice text;
    struct probe_file file;
    struct probe_endpoint e;
    if (!feed_text(f, &text, err) || !probe_file_open(text, &file, err))
        return false;
    while (probe_file_next(&file, &e)) {
        struct value row[COLUMN_COUNT] = {0};
        if (!fill(f, &e, row, err))
            return false;
        if (row[HOST].type != VALUE_TEXT)
            continue;
        name_interceptor(f, row);
        row[PROBED] = value_text(file.start);
        feed_row(f, &table_endpoint, row, at_line(e.line));
    }
    return probe_file_complete(&file) ? true : error_set(err, "the list of endpoints is cut short or broken on line %d", (int)file.line);
}

const struct table table_endpoint = {.name = "endpoint",
                                     .doc =
                                         "What a probe of the update's hosts found, by host and port, with the step at which each failed",
                                     .columns = columns,
                                     .n_columns = COLUMN_COUNT,
                                     .artefacts = (const char *const[]){"probe", NULL},
                                     .feed = feed_endpoint};
