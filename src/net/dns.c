/*
 * Name resolution: the system's resolver beside a direct query for each address family (c-ares), and the hosts file.
 *
 * The addresses that are used further on are the system's, since an update uses these.
 */
#include <ares.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>

#include "net/context.h"
#include "os/os.h"

/* One of the system's resolver, and one for a name server at a time, by UDP alone. */
enum { SOCKETS = 2, QUERY_MS = 1500, QUERY_TRIES = 2, SERVER_MS = 1500 };

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

static bool is_answer(enum net_outcome o) { return o != NET_SILENT && o != NET_REFUSED && o != NET_ERROR; }

/* Both families of one name server. */
static void ask_server(const struct net_run *run, ares_channel channel, const char *host, uint64_t deadline_ns, struct net_dns *dns) {
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
}

/* c-ares does not tell of which interface a link-local address is: such servers can only be asked as it found them. */
static bool can_be_named(const struct ares_addr_port_node *servers) {
    for (; servers; servers = servers->next)
        if (servers->family == AF_INET6 && IN6_IS_ADDR_LINKLOCAL((const struct in6_addr *)&servers->addr.addr6))
            return false;
    return true;
}

/* One after the other, until one answers: so that no two of their sockets are open at once. */
static void ask_in_turn(const struct net_run *run, ares_channel channel, const struct ares_addr_port_node *servers, const char *host,
                        uint64_t deadline_ns, struct net_dns *dns) {
    for (; servers && !net_time_is_up(run, deadline_ns); servers = servers->next) {
        struct ares_addr_port_node one = *servers;
        uint64_t turn = os_monotonic_ns() + SERVER_MS * UINT64_C(1000000);
        one.next = NULL;
        if (ares_set_servers_ports(channel, &one) != ARES_SUCCESS)
            continue;
        ask_server(run, channel, host, servers->next && turn < deadline_ns ? turn : deadline_ns, dns);
        if (is_answer(dns->direct4.outcome) || is_answer(dns->direct6.outcome))
            return;
    }
}

static void ask_directly(const struct net_run *run, const char *host, uint64_t deadline_ns, struct net_dns *dns) {
    ares_channel channel;
    char lookups[] = "b"; /* the name server only */
    struct ares_addr_port_node *servers = NULL;
    struct ares_options o = {.flags = ARES_FLAG_NOSEARCH | ARES_FLAG_IGNTC, .timeout = QUERY_MS, .tries = QUERY_TRIES, .lookups = lookups};
    if (ares_init_options(&channel, &o, ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_LOOKUPS) != ARES_SUCCESS)
        return;
    if (run->options->nameservers)
        (void)ares_set_servers_ports_csv(channel, run->options->nameservers); /* checked by net_run */
    look_into_hosts_file(channel, host, AF_INET, dns);
    look_into_hosts_file(channel, host, AF_INET6, dns);
    if (ares_get_servers_ports(channel, &servers) != ARES_SUCCESS)
        servers = NULL;
    if (can_be_named(servers))
        ask_in_turn(run, channel, servers, host, deadline_ns, dns);
    else
        ask_server(run, channel, host, deadline_ns, dns);
    if (servers)
        ares_free_data(servers);
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

static void resolve(struct net_run *run, const char *host, struct net_stage *stage, struct net_dns *d) {
    struct net_address literal;
    *d = (struct net_dns){.n_chain = 0};
    if (net_address_parse(host, &literal)) {
        net_stage_begin(stage);
        net_address_add(&d->system.addresses, &literal);
        d->system.outcome = NET_OK;
        (void)net_stage_end(stage, NET_OK);
        return;
    }
    net_sockets_take(&run->sockets, SOCKETS);
    net_stage_begin(stage);
    uint64_t deadline = net_step_deadline(run);
    struct net_lookup *system = net_system_lookup_start(host);
    ask_directly(run, host, deadline, d);
    d->system.outcome = net_system_lookup_finish(run, system, deadline, &d->system.addresses);
    net_sockets_give(&run->sockets, SOCKETS);
    d->differs = d->system.outcome == NET_OK && direct_outcome(d) == NET_OK && !have_one_in_common(d);
    (void)net_stage_end(stage, judge(d));
    describe(stage, d);
}

/* The place of this name: taken by whoever asks first (*ret_mine), who then has to fill it. NULL: each asks for itself. */
static struct net_name *find_name(struct net_names *names, const char *host, bool *ret_mine) {
    for (size_t i = 0; i < names->n; i++) {
        struct net_name *name = &names->names[i];
        *ret_mine = !name->host;
        if (!name->host)
            name->host = host;
        if (strcmp(name->host, host) == 0)
            return name;
    }
    return NULL;
}

/* Once for all ports of a host, and once for a proxy. */
bool net_dns_step(struct net_run *run, const char *host, struct net_result *r) {
    struct net_names *names = &run->names;
    bool mine = false;
    pthread_mutex_lock(&names->lock);
    struct net_name *name = find_name(names, host, &mine);
    while (name && !mine && !name->done)
        pthread_cond_wait(&names->done, &names->lock); /* whoever fills it is bound by the deadline of the step */
    pthread_mutex_unlock(&names->lock);
    if (name && !mine) {
        r->stages[NET_DNS] = name->stage;
        r->dns = name->dns;
        return name->stage.outcome == NET_OK;
    }
    resolve(run, host, &r->stages[NET_DNS], &r->dns);
    if (name) {
        pthread_mutex_lock(&names->lock);
        name->stage = r->stages[NET_DNS];
        name->dns = r->dns;
        name->done = true;
        pthread_cond_broadcast(&names->done);
        pthread_mutex_unlock(&names->lock);
    }
    return r->stages[NET_DNS].outcome == NET_OK;
}
