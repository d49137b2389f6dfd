/* One exchange of SNTP, with each address until one answers. */
#include <errno.h>
#include <fcntl.h>
#include <openssl/rand.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include "net/context.h"
#include "net/sntp_packet.h"
#include "os/os.h"

enum { LARGEST_PACKET = 512 };

/* Reads until our answer comes: what others send to the port is passed over. */
static enum net_outcome listen_for(const struct net_run *run, int fd, uint64_t cookie, int64_t sent_ns, uint64_t deadline_ns,
                                   struct sntp_answer *answer, struct net_stage *stage) {
    enum net_outcome how = NET_SILENT;
    while (net_wait(run, fd, POLLIN, deadline_ns)) {
        uint8_t packet[LARGEST_PACKET];
        ssize_t n = recv(fd, packet, sizeof packet, 0);
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            continue;
        if (n < 0)
            return net_errno_outcome(errno);
        stage->received += (uint64_t)n;
        how = sntp_packet_read(slice_of(packet, (size_t)n), cookie, sent_ns, os_wall_clock_ns(), answer);
        if (how != NET_MALFORMED)
            return how;
    }
    return how;
}

static enum net_outcome exchange(const struct net_run *run, const struct net_address *to, uint16_t port, struct net_result *r,
                                 struct sntp_answer *answer) {
    struct net_stage *stage = &r->stages[NET_SNTP];
    struct sockaddr_storage address;
    socklen_t len = net_address_to_sockaddr(to, port, &address);
    uint8_t request[SNTP_PACKET_BYTES];
    uint64_t cookie = 0;
    if (RAND_bytes((unsigned char *)&cookie, sizeof cookie) != 1)
        return NET_ERROR;
    int fd = socket(address.ss_family, SOCK_DGRAM, 0);
    if (fd < 0)
        return NET_UNREACHABLE;
    enum net_outcome how = NET_ERROR;
    sntp_packet_request(cookie, request);
    if (fcntl(fd, F_SETFL, O_NONBLOCK) == 0 && connect(fd, (struct sockaddr *)&address, len) == 0) {
        int64_t sent_ns = os_wall_clock_ns();
        if (send(fd, request, sizeof request, 0) == (ssize_t)sizeof request) {
            stage->sent += sizeof request;
            how = listen_for(run, fd, cookie, sent_ns, net_step_deadline(run), answer, stage);
        } else {
            how = net_errno_outcome(errno);
        }
    } else {
        how = net_errno_outcome(errno);
    }
    close(fd);
    return how;
}

bool net_sntp_step(struct net_run *run, const struct net_address_list *addresses, struct net_result *r) {
    struct net_stage *stage = &r->stages[NET_SNTP];
    struct sntp_answer answer = {.stratum = 0};
    enum net_outcome how = NET_NO_ADDRESS;
    net_sockets_take(&run->sockets, 1);
    net_stage_begin(stage);
    for (size_t i = 0; i < addresses->n && how != NET_OK; i++) {
        enum net_outcome next = exchange(run, &addresses->at[i], r->target->port, r, &answer);
        if (i == 0 || next != NET_UNREACHABLE)
            how = next;
        r->tcp.address = addresses->at[i];
    }
    net_sockets_give(&run->sockets, 1);
    if (how == NET_OK || how == NET_KISS || how == NET_UNSYNCHRONISED) {
        r->sntp = (struct net_sntp){.stratum = answer.stratum,
                                    .leap = answer.leap,
                                    .offset_seconds = answer.offset_seconds,
                                    .delay_seconds = answer.delay_seconds,
                                    .answered = true};
        memcpy(r->sntp.reference, answer.reference, sizeof r->sntp.reference);
    }
    if (how == NET_KISS)
        net_stage_text(stage, "kiss code %s", answer.reference);
    else if (how == NET_OK)
        net_stage_text(stage, "offset %+.3f s, stratum %u", answer.offset_seconds, answer.stratum);
    return net_stage_end(stage, how);
}
