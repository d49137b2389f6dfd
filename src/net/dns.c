/*
 * Name resolution: the system's resolver beside a direct query for each address family (c-ares), and the hosts file.
 *
 * The addresses that are used further on are the system's, since an update uses these.
 */
#include <ares.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>

#include "net/context.h"
#include "os/os.h"

enum { SOCKETS = 4, QUERY_MS = 1500, QUERY_TRIES = 2 };

struct query {
    struct net_answer *answer;
    struct net_dns *dns;
    bool done;
};

static enum net_outcome outcome_of(int status) {
    switch (status) {
    case ARES_SUCCESS:
        return NET_OK;
    case ARES_ENOTFOUND:
        return NET_NXDOMAIN;
    case ARES_ENODATA:
        return NET_NO_ADDRESS;
    case ARES_ESERVFAIL:
    case ARES_EREFUSED:
    case ARES_ENOTIMP:
        return NET_SERVER_FAILURE;
    case ARES_ETIMEOUT:
        return NET_SILENT;
    case ARES_EBADRESP:
    case ARES_EBADNAME:
    case ARES_EFORMERR:
        return NET_MALFORMED;
    case ARES_ECONNREFUSED:
        return NET_REFUSED;
    default:
        return NET_ERROR;
    }
}

static void add_to_chain(struct net_dns *dns, const char *name) {
    for (size_t i = 0; i < dns->n_chain; i++)
        if (strcmp(dns->chain[i], name) == 0)
            return;
    if (dns->n_chain < NET_MAX_CHAIN)
        snprintf(dns->chain[dns->n_chain++], NET_NAME, "%s", name);
}

static void answered(void *context, int status, int timeouts, struct ares_addrinfo *found) {
    struct query *q = context;
    struct net_address a;
    (void)timeouts;
    q->done = true;
    q->answer->outcome = outcome_of(status);
    for (struct ares_addrinfo_cname *c = found ? found->cnames : NULL; c; c = c->next)
        if (c->name)
            add_to_chain(q->dns, c->name);
    for (struct ares_addrinfo_node *n = found ? found->nodes : NULL; n; n = n->ai_next)
        if (net_address_from_sockaddr(n->ai_addr, &a))
            net_address_add(&q->answer->addresses, &a);
    if (status == ARES_SUCCESS && q->answer->addresses.n == 0)
        q->answer->outcome = NET_NO_ADDRESS;
    ares_freeaddrinfo(found);
}

/* Lets the channel work until both are answered or it is too late. */
static void wait_for(const struct net_run *run, ares_channel channel, const struct query *a, const struct query *b, uint64_t deadline_ns) {
    while (!(a->done && b->done) && !net_time_is_up(run, deadline_ns)) {
        ares_socket_t fds[ARES_GETSOCK_MAXNUM];
        unsigned wanted = (unsigned)ares_getsock(channel, fds, ARES_GETSOCK_MAXNUM);
        struct pollfd polled[ARES_GETSOCK_MAXNUM];
        nfds_t n = 0;
        for (int i = 0; i < ARES_GETSOCK_MAXNUM; i++) {
            bool readable = wanted >> i & 1, writable = wanted >> (i + ARES_GETSOCK_MAXNUM) & 1; /* as ares.h tells them, but unsigned */
            short events = (short)((readable ? POLLIN : 0) | (writable ? POLLOUT : 0));
            if (events)
                polled[n++] = (struct pollfd){.fd = fds[i], .events = events};
        }
        struct timeval most = {.tv_usec = 100000}, room;
        const struct timeval *wait = ares_timeout(channel, &most, &room); /* one of the two */
        (void)poll(polled, n, (int)(wait->tv_usec / 1000 + 1));
        for (nfds_t i = 0; i < n; i++)
            if (polled[i].revents)
                ares_process_fd(channel, (polled[i].events & POLLIN) ? polled[i].fd : ARES_SOCKET_BAD,
                                (polled[i].events & POLLOUT) ? polled[i].fd : ARES_SOCKET_BAD);
        ares_process_fd(channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
    }
    ares_cancel(channel);
}

static void look_into_hosts_file(ares_channel channel, const char *host, int family, struct net_dns *dns) {
    struct hostent *found = NULL;
    if (ares_gethostbyname_file(channel, host, family, &found) != ARES_SUCCESS)
        return;
    for (char **at = found->h_addr_list; *at; at++) {
        struct net_address a = {.len = (size_t)found->h_length};
        if (a.len <= sizeof a.bytes) {
            memcpy(a.bytes, *at, a.len);
            net_address_add(&dns->hosts, &a);
        }
    }
    ares_free_hostent(found);
}

static void ask_directly(const struct net_run *run, const char *host, uint64_t deadline_ns, struct net_dns *dns) {
    ares_channel channel;
    char lookups[] = "b"; /* the name server only */
    struct ares_options o = {.flags = ARES_FLAG_NOSEARCH, .timeout = QUERY_MS, .tries = QUERY_TRIES, .lookups = lookups};
    if (ares_init_options(&channel, &o, ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_LOOKUPS) != ARES_SUCCESS)
        return;
    if (run->options->nameservers)
        (void)ares_set_servers_ports_csv(channel, run->options->nameservers); /* checked by net_run */
    look_into_hosts_file(channel, host, AF_INET, dns);
    look_into_hosts_file(channel, host, AF_INET6, dns);
    struct query v4 = {&dns->direct4, dns, false}, v6 = {&dns->direct6, dns, false};
    struct ares_addrinfo_hints hints = {.ai_flags = ARES_AI_NOSORT, .ai_family = AF_INET, .ai_socktype = SOCK_STREAM};
    dns->direct4.outcome = dns->direct6.outcome = NET_SILENT;
    ares_getaddrinfo(channel, host, NULL, &hints, answered, &v4);
    hints.ai_family = AF_INET6;
    ares_getaddrinfo(channel, host, NULL, &hints, answered, &v6);
    wait_for(run, channel, &v4, &v6, deadline_ns);
    if (!v4.done || dns->direct4.outcome == NET_ERROR)
        dns->direct4.outcome = NET_SILENT;
    if (!v6.done || dns->direct6.outcome == NET_ERROR)
        dns->direct6.outcome = NET_SILENT;
    ares_destroy(channel);
}

static bool have_one_in_common(const struct net_dns *d) {
    const struct net_address_list *direct[] = {&d->direct4.addresses, &d->direct6.addresses};
    for (size_t i = 0; i < d->system.addresses.n; i++)
        for (size_t k = 0; k < 2; k++)
            for (size_t j = 0; j < direct[k]->n; j++)
                if (net_address_equal(&d->system.addresses.at[i], &direct[k]->at[j]))
                    return true;
    return false;
}

static bool any(const struct net_address_list *list, enum net_address_class class) {
    for (size_t i = 0; i < list->n; i++)
        if (net_address_class(&list->at[i]) == class)
            return true;
    return false;
}

static bool all(const struct net_address_list *list, enum net_address_class class) {
    for (size_t i = 0; i < list->n; i++)
        if (net_address_class(&list->at[i]) != class)
            return false;
    return list->n > 0;
}

/* Of two families that both gave nothing: the one that says more. */
static enum net_outcome direct_outcome(const struct net_dns *d) {
    if (d->direct4.outcome == NET_OK || d->direct6.outcome == NET_OK)
        return NET_OK;
    return d->direct4.outcome != NET_NO_ADDRESS ? d->direct4.outcome : d->direct6.outcome;
}

static enum net_outcome judge(const struct net_dns *d) {
    enum net_outcome direct = direct_outcome(d);
    const struct net_address_list *list = &d->system.addresses;
    if (d->system.outcome == NET_OK && d->hosts.n)
        return NET_HOSTS_FILE;
    if (d->system.outcome == NET_OK && all(list, NET_ADDRESS_NOWHERE))
        return NET_SINKHOLE;
    if (d->system.outcome == NET_OK && (any(list, NET_ADDRESS_PRIVATE) || any(list, NET_ADDRESS_NOWHERE)))
        return NET_PRIVATE_ADDRESS;
    if (d->system.outcome == NET_OK)
        return NET_OK;
    if (direct == NET_OK)
        return NET_SYSTEM_RESOLVER;
    return direct == NET_NOT_RUN ? d->system.outcome : direct;
}

static void describe(struct net_stage *stage, const struct net_dns *d) {
    char text[NET_ADDRESS_TEXT] = "";
    if (d->system.addresses.n)
        net_address_format(&d->system.addresses.at[0], text);
    if (stage->outcome == NET_HOSTS_FILE || stage->outcome == NET_SINKHOLE || stage->outcome == NET_PRIVATE_ADDRESS)
        net_stage_text(stage, "%s", text);
    else if (stage->outcome == NET_OK && d->differs)
        net_stage_text(stage, "the name server itself gives other addresses than this system's resolver (%s)", text);
}

bool net_dns_step(struct net_run *run, const char *host, struct net_result *r) {
    struct net_stage *stage = &r->stages[NET_DNS];
    struct net_dns *d = &r->dns;
    struct net_address literal;
    *d = (struct net_dns){.n_chain = 0};
    net_stage_begin(stage);
    if (net_address_parse(host, &literal)) {
        net_address_add(&d->system.addresses, &literal);
        d->system.outcome = NET_OK;
        return net_stage_end(stage, NET_OK);
    }
    net_sockets_take(&run->sockets, SOCKETS);
    uint64_t deadline = net_step_deadline(run);
    struct net_lookup *system = net_system_lookup_start(host);
    ask_directly(run, host, deadline, d);
    d->system.outcome = net_system_lookup_finish(run, system, deadline, &d->system.addresses);
    net_sockets_give(&run->sockets, SOCKETS);
    d->differs = d->system.outcome == NET_OK && direct_outcome(d) == NET_OK && !have_one_in_common(d);
    enum net_outcome outcome = judge(d);
    (void)net_stage_end(stage, outcome);
    describe(stage, d);
    return outcome == NET_OK;
}
