/* One target through its steps, and what the failure of one means for those before it. */
#include <math.h>

#include "net/context.h"

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

static bool to_the_host(struct net_run *run, struct net_result *r, struct net_stream *s) {
    const struct net_target *t = r->target;
    bool tls = t->protocol == NET_TLS_ONLY || t->protocol == NET_HTTPS;
    bool tunnel = r->via == NET_SOCKS5 || (r->via == NET_HTTP_PROXY && (tls || !t->request));
    if (tunnel && !net_proxy_step(run, r, s))
        return fail_at(r, NET_PROXY);
    return !tls || net_tls_step(run, r, s) || fail_at(r, NET_TLS);
}

static bool over_connection(struct net_run *run, struct net_result *r, struct net_stream *s) {
    const struct net_target *t = r->target;
    if (!to_the_host(run, r, s))
        return false;
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
    struct net_stream stream = {.fd = -1, .run = run};
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

/* By one address: connected, and all that follows. */
static bool walk_by(struct net_run *run, struct net_result *r, const struct net_address *address) {
    struct net_address_list one = {.at = {*address}, .n = 1};
    struct net_stream stream = {.fd = -1, .run = run};
    if (!net_tcp_step(run, &one, r->target->port, r, &stream))
        return fail_at(r, NET_TCP);
    bool good = over_connection(run, r, &stream);
    net_stream_close(&stream);
    net_sockets_give(&run->sockets, 1);
    if (!good)
        try_small_packets(run, r);
    return good;
}

/* An address of this family (its length) that was connected; else one of it that was tried; NULL: the host has none. */
static const struct net_connection *connection_of(const struct net_tcp *tcp, size_t len) {
    const struct net_connection *found = NULL;
    for (size_t i = 0; i < tcp->n_tried; i++)
        if (tcp->tried[i].address.len == len && (!found || found->outcome != NET_OK))
            found = &tcp->tried[i];
    return found;
}

/*
 * A way may carry the connection of one family and nothing after it, as where IPv6 comes back by another way than it went. Clients
 * take the first that connects, and often IPv6: the fault of either is the host's.
 */
static bool try_other_family(struct net_run *run, struct net_result *r, bool good) {
    size_t used = r->tcp.address.len;
    const struct net_connection *other = connection_of(&r->tcp, used == 4 ? 16 : 4);
    if (!other || other->outcome == NET_UNREACHABLE) /* no IPv6 at all is no fault */
        return good;
    struct net_result again = *r;
    bool other_good = other->outcome == NET_OK && walk_by(run, &again, &other->address);
    bool v4 = used == 4 ? good : other_good, v6 = used == 4 ? other_good : good;
    r->families = v4 && v6 ? NET_BOTH_FAMILIES : v4 ? NET_IPV4_ONLY : v6 ? NET_IPV6_ONLY : NET_NEITHER_FAMILY;
    if (other->outcome != NET_OK || good == other_good)
        return good;
    if (good) { /* that of the other family is told */
        again.tcp = r->tcp;
        again.tcp.address = other->address;
        again.stages[NET_TCP] = r->stages[NET_TCP];
        again.families = r->families;
        *r = again;
    }
    net_stage_add_text(&r->stages[r->failed_step], v4 ? "over IPv6, while IPv4 passes" : "over IPv4, while IPv6 passes");
    return false;
}

/* Of the host, or of the proxy on the way to it. */
static bool resolve(struct net_run *run, struct net_result *r) {
    bool direct = r->via == NET_DIRECT;
    (void)net_dns_step(run, direct ? r->target->host : run->options->proxy->host, r);
    if (r->dns.system.addresses.n == 0)
        return fail_at(r, NET_DNS);
    if (!direct) /* that of a proxy may well be private */
        r->stages[NET_DNS].outcome = NET_OK;
    return true;
}

static bool connect_to_first(struct net_run *run, struct net_result *r, struct net_stream *ret_stream) {
    uint16_t port = r->via == NET_DIRECT ? r->target->port : run->options->proxy->port;
    return net_tcp_step(run, &r->dns.system.addresses, port, r, ret_stream) || fail_at(r, NET_TCP);
}

static bool walk(struct net_run *run, struct net_result *r) {
    struct net_stream stream = {.fd = -1, .run = run};
    if (!resolve(run, r))
        return false;
    if (r->target->protocol == NET_NTP)
        return net_sntp_step(run, &r->dns.system.addresses, r) || fail_at(r, NET_SNTP);
    if (!connect_to_first(run, r, &stream))
        return false;
    bool good = over_connection(run, r, &stream);
    net_stream_close(&stream);
    net_sockets_give(&run->sockets, 1);
    if (!good)
        try_small_packets(run, r);
    return r->via == NET_DIRECT ? try_other_family(run, r, good) : good;
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

static enum net_proxy_kind way_to(const struct net_options *o, const struct net_target *t) {
    bool by_proxy = o->proxy && o->proxy->kind != NET_DIRECT && t->protocol != NET_NTP && !net_proxy_passes_by(o->no_proxy, t->host);
    return by_proxy ? o->proxy->kind : NET_DIRECT;
}

bool net_reach(struct net_run *run, struct net_result *r, struct net_stream *ret_stream) {
    r->via = way_to(run->options, r->target);
    if (!resolve(run, r) || !connect_to_first(run, r, ret_stream))
        return false;
    if (to_the_host(run, r, ret_stream))
        return true;
    net_stream_close(ret_stream);
    net_sockets_give(&run->sockets, 1);
    return false;
}

void net_examine(struct net_run *run, struct net_result *r) {
    const struct net_options *o = run->options;
    const struct net_target *t = r->target;
    unsigned tries = o->tries == 0 ? 1 : o->tries > NET_MAX_TRIES ? NET_MAX_TRIES : o->tries;
    struct net_series series = {.tries = 0};
    struct spread spread = {.n = 0};
    for (unsigned i = 0; i < tries && !net_time_is_up(run, run->deadline_ns); i++) {
        struct net_result once = {.target = t, .options = o, .examined = true, .via = way_to(o, t)};
        once.tls.not_before_ns = once.tls.not_after_ns = TIMESTAMP_NONE;
        examine_once(run, &once);
        count_try(&series, &spread, &once);
        if (!once.good || !r->examined || r->good)
            *r = once;
    }
    r->series = series;
}
