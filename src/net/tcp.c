/* TCP: all addresses at once, and the first that answers is used. */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include "net/context.h"
#include "os/os.h"

/* After the first success the others have so long to show that they are reached too. */
#define GRACE_NS UINT64_C(500000000)

struct attempts {
    int fds[NET_MAX_ADDRESSES];
    uint64_t start_ns;
};

static void settle(struct net_tcp *tcp, struct attempts *a, size_t i, enum net_outcome outcome) {
    tcp->tried[i].outcome = outcome;
    tcp->tried[i].took_ns = (int64_t)(os_monotonic_ns() - a->start_ns);
    if (outcome != NET_OK && a->fds[i] >= 0) {
        close(a->fds[i]);
        a->fds[i] = -1;
    }
}

static void start(struct net_tcp *tcp, struct attempts *a, size_t i, uint16_t port, uint16_t segment) {
    struct sockaddr_storage to;
    socklen_t len = net_address_to_sockaddr(&tcp->tried[i].address, port, &to);
    a->fds[i] = socket(to.ss_family, SOCK_STREAM, 0);
    int fd = a->fds[i];
    tcp->tried[i].outcome = NET_NOT_RUN;
    int mss = segment;
    if (fd >= 0 && segment && setsockopt(fd, IPPROTO_TCP, TCP_MAXSEG, &mss, sizeof mss) != 0)
        settle(tcp, a, i, NET_ERROR);
    else if (fd < 0 || fcntl(fd, F_SETFL, O_NONBLOCK) != 0 || fcntl(fd, F_SETFD, FD_CLOEXEC) != 0)
        settle(tcp, a, i, fd < 0 ? NET_UNREACHABLE : NET_ERROR);
    else if (connect(fd, (struct sockaddr *)&to, len) == 0)
        settle(tcp, a, i, NET_OK);
    else if (errno != EINPROGRESS)
        settle(tcp, a, i, net_errno_outcome(errno));
}

/* Polls those that are still under way. False: none is. */
static bool poll_pending(const struct net_run *run, struct net_tcp *tcp, struct attempts *a, uint64_t deadline_ns) {
    struct pollfd polled[NET_MAX_ADDRESSES];
    size_t index[NET_MAX_ADDRESSES];
    nfds_t n = 0;
    for (size_t i = 0; i < tcp->n_tried; i++)
        if (tcp->tried[i].outcome == NET_NOT_RUN) {
            index[n] = i;
            polled[n++] = (struct pollfd){.fd = a->fds[i], .events = POLLOUT};
        }
    if (n == 0 || net_time_is_up(run, deadline_ns))
        return false;
    (void)poll(polled, n, net_wait_ms(run, deadline_ns));
    for (nfds_t k = 0; k < n; k++) {
        int number = 0;
        socklen_t len = sizeof number;
        if (!polled[k].revents)
            continue;
        if (getsockopt(polled[k].fd, SOL_SOCKET, SO_ERROR, &number, &len) != 0)
            number = errno;
        settle(tcp, a, index[k], number ? net_errno_outcome(number) : NET_OK);
    }
    return true;
}

/* Index of the one that connected first, or SIZE_MAX. */
static size_t best_of(const struct net_tcp *tcp) {
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < tcp->n_tried; i++)
        if (tcp->tried[i].outcome == NET_OK && (best == SIZE_MAX || tcp->tried[i].took_ns < tcp->tried[best].took_ns))
            best = i;
    return best;
}

/* Without a success: what most tells of. A refusal comes from something that is there; no way there says least. */
static enum net_outcome worst_of(const struct net_tcp *tcp) {
    static const enum net_outcome order[] = {NET_REFUSED, NET_RESET, NET_SILENT, NET_ERROR, NET_UNREACHABLE};
    for (size_t k = 0; k < sizeof order / sizeof *order; k++)
        for (size_t i = 0; i < tcp->n_tried; i++)
            if (tcp->tried[i].outcome == order[k])
                return order[k];
    return NET_ERROR;
}

static void describe(struct net_stage *stage, const struct net_tcp *tcp) {
    size_t used = 0;
    bool all_good = true;
    for (size_t i = 0; i < tcp->n_tried; i++)
        all_good &= tcp->tried[i].outcome == NET_OK;
    for (size_t i = 0; !all_good && i < tcp->n_tried && used < sizeof stage->text; i++) {
        char address[NET_ADDRESS_TEXT];
        net_address_format(&tcp->tried[i].address, address);
        int n = snprintf(stage->text + used, sizeof stage->text - used, "%s%s %s", i ? ", " : "", address,
                         net_outcome_name(tcp->tried[i].outcome));
        used += n > 0 ? (size_t)n : 0;
    }
}

bool net_tcp_step(struct net_run *run, const struct net_address_list *addresses, uint16_t port, struct net_result *r,
                  struct net_stream *ret_stream) {
    struct net_stage *stage = &r->stages[NET_TCP];
    struct net_tcp *tcp = &r->tcp;
    struct attempts a;
    unsigned sockets = (unsigned)addresses->n;
    *tcp = (struct net_tcp){.n_tried = addresses->n};
    net_sockets_take(&run->sockets, sockets);
    net_stage_begin(stage);
    a.start_ns = os_monotonic_ns();
    uint64_t deadline = net_step_deadline(run);
    for (size_t i = 0; i < tcp->n_tried; i++) {
        tcp->tried[i].address = addresses->at[i];
        start(tcp, &a, i, port, r->segment);
    }
    do {
        uint64_t grace = os_monotonic_ns() + GRACE_NS;
        if (best_of(tcp) != SIZE_MAX && grace < deadline)
            deadline = grace;
    } while (poll_pending(run, tcp, &a, deadline));
    for (size_t i = 0; i < tcp->n_tried; i++)
        if (tcp->tried[i].outcome == NET_NOT_RUN)
            settle(tcp, &a, i, NET_SILENT);
    size_t best = best_of(tcp);
    for (size_t i = 0; i < tcp->n_tried; i++)
        if (i != best && a.fds[i] >= 0)
            close(a.fds[i]);
    net_sockets_give(&run->sockets, best == SIZE_MAX ? sockets : sockets - 1);
    describe(stage, tcp);
    if (best == SIZE_MAX)
        return net_stage_end(stage, worst_of(tcp));
    tcp->address = tcp->tried[best].address;
    for (size_t i = 0; i < tcp->n_tried; i++)
        tcp->n_lost += tcp->tried[i].outcome != NET_OK && tcp->tried[i].outcome != NET_UNREACHABLE;
    *ret_stream = (struct net_stream){.fd = a.fds[best], .run = run};
    (void)net_stage_end(stage, NET_OK);
    stage->end_ns = stage->start_ns + tcp->tried[best].took_ns; /* not the wait for the others */
    return true;
}
