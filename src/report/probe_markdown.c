#include "report/probe_markdown.h"

#include "report/visible_text.h"

/* What to change, by step and outcome; NULL outcome: any other of this step. */
struct advice {
    const char *step, *outcome, *text;
};

static const struct advice advices[] = {
    {"dns", "hosts-file", "Not the network: remove the line from the computer's hosts file"},
    {"dns", NULL, "Let the name be resolved to Apple's own addresses; take it off the block list of the name server"},
    {"tcp", NULL, "Permit outgoing TCP to this host and port, over IPv4 and IPv6"},
    {"proxy", "authentication-required", "Pass this host and port without authentication: the update daemon has no user who could log in"},
    {"proxy", NULL, "Permit CONNECT to this host and port"},
    {"tls", "path-mtu", "Let ICMP \"fragmentation needed\" and \"packet too big\" through, or clamp the TCP segment size on the tunnel"},
    {"tls", "untrusted", "Do not decrypt: pass TLS with this name (SNI) through untouched"},
    {"tls", "self-signed", "Do not decrypt: pass TLS with this name (SNI) through untouched"},
    {"tls", "re-signed", "Do not decrypt: pass TLS with this name (SNI) through untouched"},
    {"tls", "wrong-root", "Do not decrypt: pass TLS with this name (SNI) through untouched"},
    {"tls", "wrong-name", "Do not redirect this host: another server answers in its place"},
    {"tls", "expired", "Check the computer's clock first, then whether a proxy shows an old certificate"},
    {"tls", "not-yet-valid", "Check the computer's clock"},
    {"tls", NULL, "Permit TLS with this name (SNI) on this port; it is stopped after the connection opens"},
    {"http", "portal", "Let this computer past the captive portal, or exempt the host from it"},
    {"http", "silent", "Permit HTTP to this host and port; it is stopped after the connection opens"},
    {"http", "closed", "Permit HTTP to this host and port; it is stopped after the connection opens"},
    {"http", "reset", "Permit HTTP to this host and port; it is stopped after the connection opens"},
    {"http", NULL, "Let the request through unchanged; something else than Apple's server seems to answer"},
    {"sntp", NULL, "Permit outgoing UDP to this host and port"},
};

static bool is(const char *text, const char *word) { return text && strcmp(text, word) == 0; }

static const char *advice_for(const struct endpoint *e) {
    for (size_t i = 0; i < sizeof advices / sizeof *advices; i++)
        if (is(e->step, advices[i].step) && (!advices[i].outcome || is(e->outcome, advices[i].outcome)))
            return advices[i].text;
    return "";
}

/* In a code span, where nothing is interpreted; what would end the span or the cell is replaced by what looks like it. */
static void put_code(const struct diagnosis *d, const char *text, struct buffer *out) {
    struct slice rest = visible_cut(report_shown(d, text), 300);
    uint32_t cp = 0;
    buffer_add_byte(out, '`');
    while (visible_next(&rest, &cp))
        utf8_append(out, cp == '\n' || cp == '\t' ? ' ' : cp == '|' ? 0xA6 : cp == '`' ? '\'' : cp);
    buffer_add_byte(out, '`');
}

static void put_row(const struct diagnosis *d, const struct endpoint *e, struct buffer *out) {
    const char *colon = e->text ? strstr(e->text, ": ") : NULL;
    buffer_add_str(out, "| ");
    put_code(d, e->host ? e->host : "?", out);
    buffer_printf(out, " | %lld | %s | ", (long long)e->port, e->step ? e->step : "");
    put_code(d, colon ? colon + 2 : e->text ? e->text : "?", out);
    if (e->interceptor)
        buffer_printf(out, " (%s)", e->interceptor);
    buffer_printf(out, " | %s |\n", advice_for(e));
}

static void put_reached(const struct diagnosis *d, const struct endpoint_list *list, struct buffer *out) {
    bool first = true;
    for (size_t i = 0; i < list->n_endpoints; i++) {
        const struct endpoint *e = &list->endpoints[i];
        if (!is(e->state, "good"))
            continue;
        buffer_add_str(out, first ? "\n## Reached cleanly\n\n" : ", ");
        put_code(d, e->host ? e->host : "?", out);
        buffer_printf(out, " %lld", (long long)e->port);
        first = false;
    }
    if (!first)
        buffer_add_str(out, "\n");
}

void report_probe_markdown(const struct diagnosis *d, const struct endpoint_list *list, struct buffer *out) {
    buffer_add_str(out, "# What this network keeps from an update of macOS\n\n");
    buffer_printf(out, "%zu hosts and ports were examined: %zu reached cleanly, %zu not.\n", list->n_endpoints, list->n_good,
                  list->n_failed);
    if (list->n_failed) {
        buffer_add_str(out,
                       "\nApple lists the hosts in its support article 101555, and asks that TLS to them is not decrypted: its update\n"
                       "clients accept Apple's own certificates only.\n\n## Kept back\n\n"
                       "| host | port | step | what was seen | rule to add |\n| --- | --- | --- | --- | --- |\n");
        for (size_t i = 0; i < list->n_endpoints; i++)
            if (is(list->endpoints[i].state, "failed"))
                put_row(d, &list->endpoints[i], out);
    }
    put_reached(d, list, out);
}
