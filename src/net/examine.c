/* One target through its steps, and what the failure of one means for those before it. */
#include <math.h>

#include "net/context.h"
#include "os/os.h"

enum { SMALL_SEGMENT = 536 }; /* what every way carries: RFC 9293 section 3.7.1 */

static bool fail_at(struct net_result *r, enum net_step step) {
    r->failed_step = step;
    return false;
}

/* An answer of the resolver that may be a filter's, and may be right: what follows decides. A host that no stage asks may be at home. */
static bool is_doubtful(const struct net_result *r) {
    enum net_outcome o = r->stages[NET_DNS].outcome;
    return r->via == NET_DIRECT && r->target->stage && (o == NET_HOSTS_FILE || o == NET_SINKHOLE || o == NET_PRIVATE_ADDRESS);
}

/* Was it the host itself that answered? Only a certificate or a page that it alone serves tells. */
static bool is_proved(const struct net_target *t) { return t->protocol == NET_TLS_ONLY || t->protocol == NET_HTTPS || t->expect_body; }

static bool over_connection(struct net_run *run, struct net_result *r, struct net_stream *s) {
    const struct net_target *t = r->target;
    bool tls = t->protocol == NET_TLS_ONLY || t->protocol == NET_HTTPS;
    bool tunnel = r->via == NET_SOCKS5 || (r->via == NET_HTTP_PROXY && (tls || !t->request));
    if (tunnel && !net_proxy_step(run, r, s))
        return fail_at(r, NET_PROXY);
    if (tls && !net_tls_step(run, r, s))
        return fail_at(r, NET_TLS);
    if (!t->request || net_http_step(run, r, s))
        return true;
    enum net_outcome how = r->stages[NET_HTTP].outcome;
    bool by_proxy = how == NET_PROXY_AUTHENTICATION || how == NET_PROXY_DENIED || how == NET_PROXY_GATEWAY;
    if (by_proxy) {
        r->stages[NET_PROXY] = r->stages[NET_HTTP];
        r->stages[NET_HTTP] = (struct net_stage){.outcome = NET_NOT_RUN};
    }
    return fail_at(r, by_proxy ? NET_PROXY : NET_HTTP);
}

/* Silence behind an open port may be a firewall's, or that of a way on which large packets are lost: then small ones pass. */
static void try_small_packets(struct net_run *run, struct net_result *r) {
    enum net_outcome *outcome = &r->stages[NET_TLS].outcome;
    struct net_result again = *r;
    struct net_stream stream = {.fd = -1};
    struct net_address_list one = {.at = {r->tcp.address}, .n = 1};
    again.segment = SMALL_SEGMENT;
    if (r->via != NET_DIRECT || r->failed_step != NET_TLS || (*outcome != NET_SILENT && *outcome != NET_STALLED) ||
        !net_tcp_step(run, &one, r->target->port, &again, &stream))
        return;
    (void)net_tls_step(run, &again, &stream);
    net_stream_close(&stream);
    net_sockets_give(&run->sockets, 1);
    if (again.stages[NET_TLS].outcome == NET_OK || *again.tls.protocol)
        *outcome = NET_PATH_MTU;
}

static bool walk(struct net_run *run, struct net_result *r) {
    const struct net_target *t = r->target;
    bool direct = r->via == NET_DIRECT;
    const char *host = direct ? t->host : run->options->proxy->host;
    struct net_stream stream = {.fd = -1};
    (void)net_dns_step(run, host, r);
    if (r->dns.system.addresses.n == 0)
        return fail_at(r, NET_DNS);
    if (!direct) /* that of a proxy may well be private */
        r->stages[NET_DNS].outcome = NET_OK;
    if (t->protocol == NET_NTP)
        return net_sntp_step(run, &r->dns.system.addresses, r) || fail_at(r, NET_SNTP);
    uint16_t port = direct ? t->port : run->options->proxy->port;
    if (!net_tcp_step(run, &r->dns.system.addresses, port, r, &stream))
        return fail_at(r, NET_TCP);
    bool good = over_connection(run, r, &stream);
    net_stream_close(&stream);
    net_sockets_give(&run->sockets, 1);
    if (!good)
        try_small_packets(run, r);
    return good;
}

static void examine_once(struct net_run *run, struct net_result *r) {
    r->good = walk(run, r);
    if (is_doubtful(r) && (!r->good || !is_proved(r->target)))
        r->good = fail_at(r, NET_DNS);
}

/* How long the way took: to connect, or the exchange of SNTP. Negative: it never came so far. */
static double way_ms(const struct net_result *r) {
    const struct net_stage *s = &r->stages[r->target->protocol == NET_NTP ? NET_SNTP : NET_TCP];
    return s->outcome == NET_OK ? (double)(s->end_ns - s->start_ns) / 1e6 : -1;
}

struct spread {
    double sum, changes, last;
    unsigned n;
};

static void count_try(struct net_series *series, struct spread *spread, const struct net_result *once) {
    double ms = way_ms(once);
    series->tries++;
    series->failures += once->good ? 0 : 1;
    if (ms < 0)
        return;
    series->least_ms = spread->n == 0 || ms < series->least_ms ? ms : series->least_ms;
    series->most_ms = ms > series->most_ms ? ms : series->most_ms;
    spread->changes += spread->n ? fabs(ms - spread->last) : 0;
    spread->last = ms;
    spread->sum += ms;
    spread->n++;
    series->mean_ms = spread->sum / spread->n;
    series->jitter_ms = spread->n > 1 ? spread->changes / (spread->n - 1) : 0;
}

void net_examine(struct net_run *run, struct net_result *r) {
    const struct net_options *o = run->options;
    const struct net_target *t = r->target;
    bool by_proxy = o->proxy && o->proxy->kind != NET_DIRECT && t->protocol != NET_NTP && !net_proxy_passes_by(o->no_proxy, t->host);
    unsigned tries = o->tries == 0 ? 1 : o->tries > NET_MAX_TRIES ? NET_MAX_TRIES : o->tries;
    struct net_series series = {.tries = 0};
    struct spread spread = {.n = 0};
    for (unsigned i = 0; i < tries && os_monotonic_ns() < run->deadline_ns; i++) {
        struct net_result once = {.target = t, .examined = true, .via = by_proxy ? o->proxy->kind : NET_DIRECT};
        once.tls.not_before_ns = once.tls.not_after_ns = TIMESTAMP_NONE;
        examine_once(run, &once);
        count_try(&series, &spread, &once);
        if (!once.good || !r->examined || r->good)
            *r = once;
    }
    r->series = series;
}
