#include "report/probe_markdown.h"

#include "report/probe_advice.h"
#include "report/visible_text.h"

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
    buffer_add_str(out, "| ");
    put_code(d, e->host ? e->host : "?", out);
    buffer_printf(out, " | %s %lld | outgoing | %s | ", probe_transport(e), (long long)e->port, e->step ? e->step : "");
    put_code(d, probe_seen(e), out);
    if (e->interceptor)
        buffer_printf(out, " (%s)", e->interceptor);
    buffer_printf(out, " | %s |\n", probe_advice_for(e)->text);
}

static void put_failures(const struct diagnosis *d, bool of_computer, const char *title, struct buffer *out) {
    bool first = true;
    for (size_t i = 0; i < d->endpoints.n_endpoints; i++) {
        const struct endpoint *e = &d->endpoints.endpoints[i];
        if (!str_is(e->state, "failed") || probe_advice_for(e)->computer != of_computer)
            continue;
        if (first)
            buffer_printf(out,
                          "\n## %s\n\n| host | protocol and port | direction | step | what was seen | %s |\n"
                          "| --- | --- | --- | --- | --- | --- |\n",
                          title, of_computer ? "what to change" : "rule to add");
        first = false;
        put_row(d, e, out);
    }
}

/* Names of TLS that are opened on the way, once each. */
static void put_decrypted(const struct diagnosis *d, struct buffer *out) {
    const char *last = NULL;
    for (size_t i = 0; i < d->endpoints.n_endpoints; i++) {
        const struct endpoint *e = &d->endpoints.endpoints[i];
        if (!e->host || !probe_advice_for(e)->decrypts || str_is(last, e->host))
            continue;
        if (!last)
            buffer_add_str(out, "\n## Names to exempt from TLS inspection\n\n"
                                "Not only those of this table: whatever an update asks over TLS. Opened on the way here are\n\n");
        buffer_add_str(out, "- ");
        put_code(d, e->host, out);
        if (e->issuer) {
            buffer_add_str(out, ", whose certificate was issued by ");
            put_code(d, e->issuer, out);
        }
        buffer_add_byte(out, '\n');
        last = e->host;
    }
}

static void put_reached(const struct diagnosis *d, struct buffer *out) {
    bool first = true;
    for (size_t i = 0; i < d->endpoints.n_endpoints; i++) {
        const struct endpoint *e = &d->endpoints.endpoints[i];
        if (!str_is(e->state, "good"))
            continue;
        buffer_add_str(out, first ? "\n## Reached cleanly: no rule is needed\n\n" : ", ");
        put_code(d, e->host ? e->host : "?", out);
        buffer_printf(out, " %s %lld", probe_transport(e), (long long)e->port);
        first = false;
    }
    if (!first)
        buffer_add_str(out, "\n");
}

static void put_way(const struct diagnosis *d, struct buffer *out) {
    const struct endpoint *e = d->endpoints.endpoints;
    if (d->endpoints.n_endpoints == 0)
        return;
    if (e->probed) {
        buffer_add_str(out, "Examined ");
        put_code(d, e->probed, out);
    }
    if (e->proxy) {
        buffer_add_str(out, " through the proxy ");
        put_code(d, e->proxy, out);
    }
    if (e->pac) {
        buffer_add_str(out, "; the automatic proxy configuration ");
        put_code(d, e->pac, out);
        buffer_add_str(out, " was not followed");
    }
    buffer_add_str(out, ". ");
}

void report_probe_markdown(const struct diagnosis *d, const struct report_style *style, struct buffer *out) {
    const struct endpoint_list *list = &d->endpoints;
    (void)style;
    buffer_add_str(out, "# What this network keeps from an update of macOS\n\n");
    put_way(d, out);
    buffer_printf(out, "%zu hosts and ports: %zu reached cleanly, %zu not.\n", list->n_endpoints, list->n_good, list->n_failed);
    if (list->n_failed)
        buffer_add_str(
            out, "\nAll connections go out from the Mac; none comes in. Apple lists the hosts in its support article 101555, asks to\n"
                 "permit them by name rather than by address, and that TLS to them is not decrypted: its update clients accept\n"
                 "Apple's own certificates only.\n");
    put_failures(d, false, "Rules to add", out);
    put_decrypted(d, out);
    put_failures(d, true, "Not the network's: to change on the computer", out);
    put_reached(d, out);
}
