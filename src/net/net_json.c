#include "net/net_json.h"

#include "base/json_writer.h"

static void put_time(struct json_writer *j, const char *key, int64_t ns) {
    char text[32];
    timestamp_format(ns, text);
    json_member_str(j, key, ns == TIMESTAMP_NONE ? NULL : text);
}

static void put_text(struct json_writer *j, const char *key, const char *text) { json_member_str(j, key, *text ? text : NULL); }

static void put_real(struct json_writer *j, const char *key, double value) {
    json_key(j, key);
    json_real(j, value);
}

static double to_ms(int64_t ns) { return (double)(ns / 1000) / 1000.0; }

static void open_stage(struct json_writer *j, const struct net_result *r, enum net_step step, int64_t begin_ns) {
    const struct net_stage *s = &r->stages[step];
    json_key(j, net_step_name(step));
    json_open(j, '{');
    put_text(j, "outcome", net_outcome_name(s->outcome));
    put_time(j, "start", s->start_ns);
    put_real(j, "at_ms", to_ms(s->start_ns - begin_ns)); /* since the probe began */
    put_real(j, "ms", to_ms(s->end_ns - s->start_ns));
    json_member_int(j, "sent", (int64_t)s->sent);
    json_member_int(j, "received", (int64_t)s->received);
    put_text(j, "detail", s->text);
}

static void put_addresses(struct json_writer *j, const char *key, const struct net_address_list *a, const struct net_address_list *b) {
    char text[NET_ADDRESS_TEXT];
    json_key(j, key);
    json_open(j, '[');
    for (size_t i = 0; i < a->n + (b ? b->n : 0); i++) {
        net_address_format(i < a->n ? &a->at[i] : &b->at[i - a->n], text);
        json_str(j, text);
    }
    json_close(j, ']');
}

static void put_dns(struct json_writer *j, const struct net_result *r) {
    const struct net_dns *d = &r->dns;
    put_text(j, "system_outcome", net_outcome_name(d->system.outcome));
    put_text(j, "direct_outcome_ipv4", net_outcome_name(d->direct4.outcome));
    put_text(j, "direct_outcome_ipv6", net_outcome_name(d->direct6.outcome));
    put_addresses(j, "system", &d->system.addresses, NULL);
    put_addresses(j, "direct", &d->direct4.addresses, &d->direct6.addresses);
    put_addresses(j, "hosts_file", &d->hosts, NULL);
    json_key(j, "chain");
    json_open(j, '[');
    for (size_t i = 0; i < d->n_chain; i++)
        json_str(j, d->chain[i]);
    json_close(j, ']');
    json_key(j, "differs");
    json_bool(j, d->differs);
}

static void put_tcp(struct json_writer *j, const struct net_result *r) {
    char text[NET_ADDRESS_TEXT] = "";
    if (r->tcp.address.len)
        net_address_format(&r->tcp.address, text);
    put_text(j, "address", text);
    json_member_int(j, "lost", (int64_t)r->tcp.n_lost);
    json_key(j, "tried");
    json_open(j, '[');
    for (size_t i = 0; i < r->tcp.n_tried; i++) {
        const struct net_connection *c = &r->tcp.tried[i];
        net_address_format(&c->address, text);
        json_open(j, '{');
        put_text(j, "address", text);
        put_text(j, "outcome", net_outcome_name(c->outcome));
        put_real(j, "ms", to_ms(c->took_ns));
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void put_proxy(struct json_writer *j, const struct net_result *r) { json_member_int(j, "status", r->proxy_status); }

static void put_tls(struct json_writer *j, const struct net_result *r) {
    const struct net_tls *t = &r->tls;
    put_text(j, "protocol", t->protocol);
    put_text(j, "cipher", t->cipher);
    put_text(j, "subject", t->subject);
    put_text(j, "issuer", t->issuer);
    put_text(j, "root", t->root);
    put_text(j, "root_sha256", t->root_sha256);
    put_text(j, "trust", *t->protocol ? net_trust_name(t->trust) : "");
    put_text(j, "error", t->error);
    put_text(j, "names", t->names);
    put_time(j, "not_before", t->not_before_ns);
    put_time(j, "not_after", t->not_after_ns);
    json_member_int(j, "chain", (int64_t)t->n_chain);
    json_key(j, "stapled");
    json_bool(j, t->stapled);
}

static void put_http(struct json_writer *j, const struct net_result *r) {
    json_member_int(j, "status", r->http.status);
    put_text(j, "server", r->http.server);
    put_text(j, "location", r->http.location);
    put_text(j, "content_type", r->http.content_type);
    put_text(j, "families", r->tcp.n_tried ? net_families_name(r->families) : "");
    put_text(j, "via", r->http.via);
    put_text(j, "body", r->http.body);
}

static void put_sntp(struct json_writer *j, const struct net_result *r) {
    const struct net_sntp *s = &r->sntp;
    if (!s->answered)
        return;
    put_real(j, "offset_seconds", s->offset_seconds);
    put_real(j, "delay_seconds", s->delay_seconds);
    json_member_int(j, "stratum", s->stratum);
    put_text(j, "reference", s->reference);
}

static void put_series(struct json_writer *j, const struct net_series *s) {
    json_key(j, "series");
    json_open(j, '{');
    json_member_int(j, "tries", s->tries);
    json_member_int(j, "failures", s->failures);
    put_real(j, "least_ms", s->least_ms);
    put_real(j, "mean_ms", s->mean_ms);
    put_real(j, "most_ms", s->most_ms);
    put_real(j, "jitter_ms", s->jitter_ms);
    json_close(j, '}');
}

/* Who decided which way is taken. */
static void put_way(struct json_writer *j, const struct net_result *r) {
    struct buffer text CLEANUP_BUFFER = buffer_with_limit(512);
    const struct net_options *o = r->options;
    if (!o)
        return;
    if (r->via != NET_DIRECT) {
        buffer_printf(&text, "%s:%u", o->proxy->host, o->proxy->port);
        json_key(j, "through");
        json_slice(j, buffer_slice(&text));
        put_text(j, "proxy_from", o->proxy_from ? o->proxy_from : "");
    }
    if (o->pac)
        json_member_str(j, "pac", o->pac);
}

static void put_sample(struct json_writer *j, const struct net_sample *s) {
    json_key(j, "sample");
    json_open(j, '{');
    put_text(j, "outcome", net_outcome_name(s->outcome));
    json_member_int(j, "status", s->status);
    json_member_int(j, "bytes", (int64_t)s->bytes);
    put_real(j, "seconds", s->seconds);
    if (s->outcome == NET_OK)
        put_real(j, "bytes_per_second", s->bytes_per_second);
    put_text(j, "detail", s->text);
    json_close(j, '}');
}

static void put_endpoint(struct json_writer *j, const struct net_result *r, int64_t begin_ns) {
    static const char *const protocols[] = {"http", "tls", "https", "ntp"};
    static void (*const putters[NET_STEPS])(struct json_writer *, const struct net_result *) = {put_dns, put_tcp,  put_proxy,
                                                                                                put_tls, put_http, put_sntp};
    struct buffer text CLEANUP_BUFFER = buffer_with_limit(4096);
    const struct net_target *t = r->target;
    json_open(j, '{');
    put_text(j, "host", t->host);
    json_member_int(j, "port", t->port);
    put_text(j, "protocol", protocols[t->protocol]);
    put_text(j, "stage", t->stage ? t->stage : "");
    put_text(j, "purpose", t->purpose ? t->purpose : "");
    put_text(j, "healthy", t->healthy ? t->healthy : "");
    put_text(j, "families", r->tcp.n_tried ? net_families_name(r->families) : "");
    put_text(j, "via", net_proxy_kind_name(r->via));
    put_way(j, r);
    put_text(j, "state", !r->examined ? "not-examined" : r->good ? "good" : "failed");
    bool failed = r->examined && !r->good;
    put_text(j, "step", failed ? net_step_name(r->failed_step) : "");
    put_text(j, "outcome", failed ? net_outcome_name(r->stages[r->failed_step].outcome) : "");
    net_sentence(r, &text);
    json_key(j, "text");
    json_slice(j, buffer_slice(&text));
    for (int step = 0; step < NET_STEPS; step++) {
        if (r->stages[step].outcome == NET_NOT_RUN)
            continue;
        open_stage(j, r, (enum net_step)step, begin_ns);
        putters[step](j, r);
        json_close(j, '}');
    }
    if (r->series.tries > 1)
        put_series(j, &r->series);
    if (r->sample)
        put_sample(j, r->sample);
    json_close(j, '}');
}

void net_json_write(const struct net_result *results, size_t n, const struct net_summary *summary, struct buffer *out) {
    char start[32], end[32];
    timestamp_format(summary->start_ns, start);
    timestamp_format(summary->end_ns, end);
    buffer_printf(out, "{\"schema\":\"tailor.probe/1\",\"start\":\"%s\",\"end\":\"%s\",\"ms\":%.3f,\"most_sockets\":%u,\"endpoints\":[\n",
                  start, end, to_ms(summary->end_ns - summary->start_ns), summary->most_sockets);
    for (size_t i = 0; i < n; i++) {
        struct json_writer j = json_writer_to(out, 0);
        put_endpoint(&j, &results[i], summary->start_ns);
        buffer_add_str(out, i + 1 < n ? ",\n" : "\n");
    }
    buffer_add_str(out, "]}\n");
}
