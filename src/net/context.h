/*
 * context: what the steps of one run share. Internal to this room.
 */
#ifndef TAILOR_NET_CONTEXT_H
#define TAILOR_NET_CONTEXT_H

#include <pthread.h>

#include "net/net.h"
#include "net/stream.h"

struct net_trust;

/* The right to open sockets. A step takes all that it needs at once and holds none while it waits, so that no two wait for each other. */
struct net_sockets {
    pthread_mutex_t lock;
    pthread_cond_t more;
    unsigned in_use, most;
};

/* What was found out about a name, for all targets of that host. */
struct net_name {
    const char *host; /* NULL: free */
    bool done;
    struct net_stage stage;
    struct net_dns dns;
};

struct net_names {
    pthread_mutex_t lock;
    pthread_cond_t done;
    struct net_name *names; /* as many as there are targets, and one for the proxy; NULL: each asks for itself */
    size_t n;
};

struct net_run {
    const struct net_options *options;
    const struct net_trust *trust;
    struct net_sockets sockets;
    struct net_names names;
    uint64_t deadline_ns; /* of the whole */
    uint64_t step_ns;
};

/* `trust` is the caller's, and lives as long as the run. */
bool net_run_open(const struct net_options *options, struct net_trust *trust, struct net_run *ret_run, struct error *err) MUST_USE;
void net_run_close(struct net_trust *trust);

void net_sockets_take(struct net_sockets *s, unsigned count);
void net_sockets_give(struct net_sockets *s, unsigned count);

/* Is it past the deadline, or is the run to stop? Whoever waits asks this again after at most net_wait_ms(). */
bool net_time_is_up(const struct net_run *run, uint64_t deadline_ns);
/* Milliseconds to wait in one go, at least 1. */
int net_wait_ms(const struct net_run *run, uint64_t deadline_ns);

/* When a step that begins now has to be over. */
uint64_t net_step_deadline(const struct net_run *run);

/* Notes the start of a step, and its end. */
void net_stage_begin(struct net_stage *stage);
bool net_stage_end(struct net_stage *stage, enum net_outcome outcome); /* is it NET_OK? */
void net_stage_text(struct net_stage *stage, const char *format, ...) __attribute__((format(printf, 2, 3)));
void net_stage_add_text(struct net_stage *stage, const char *text); /* after what stands there */

/* Each does one step of one target and fills its part of the result; false: the step failed. */
bool net_dns_step(struct net_run *run, const char *host, struct net_result *r);
/* Connects to the first that answers of the addresses; holds one socket of the run when it succeeds. */
bool net_tcp_step(struct net_run *run, const struct net_address_list *addresses, uint16_t port, struct net_result *r,
                  struct net_stream *ret_stream);
bool net_proxy_step(struct net_run *run, struct net_result *r, struct net_stream *stream);
bool net_tls_step(struct net_run *run, struct net_result *r, struct net_stream *stream);
bool net_http_step(struct net_run *run, struct net_result *r, struct net_stream *stream);
bool net_sntp_step(struct net_run *run, const struct net_address_list *addresses, struct net_result *r);

/* The system's resolver, which knows no deadline, in a thread that is left behind when it is late. NULL: it cannot be asked; finish then
 * gives NET_ERROR. Each start needs one finish. */
struct net_lookup;
struct net_lookup *net_system_lookup_start(const char *host);
enum net_outcome net_system_lookup_finish(const struct net_run *run, struct net_lookup *lookup, uint64_t deadline_ns,
                                          struct net_address_list *ret_addresses);

/* The host as a URL has it: an IPv6 address stands in brackets. */
struct buffer;
void net_host_in_url(const char *host, struct buffer *out);

/* What HTTP's way of asking a proxy for a plain page needs of the proxy's own. */
void net_proxy_credentials(const struct net_proxy *p, struct buffer *out);
enum net_outcome net_proxy_status_outcome(unsigned status);

/* As far as to where a request may be sent: name, connection, proxy, TLS. Holds one socket of the run when it succeeds. */
bool net_reach(struct net_run *run, struct net_result *r, struct net_stream *ret_stream);

/* One target through all steps. */
void net_examine(struct net_run *run, struct net_result *r);

#endif
