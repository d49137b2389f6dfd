/*
 * carrier: HTTP and TLS of the lab, by libmicrohttpd: takes connections, reads requests within limits, sends answers, whole or not as the
 * faults want it. Internal to this room.
 *
 * One daemon answers without TLS and one for each server certificate with it; connections are handed to them (MHD_add_connection), so that
 * whoever accepts them decides which certificate a client sees.
 */
#ifndef TAILOR_LAB_CARRIER_H
#define TAILOR_LAB_CARRIER_H

#include <sys/socket.h>

#include "lab/exchange.h"
#include "lab/log.h"
#include "lab/waiting.h"

enum { LAB_MAX_REQUEST = 1 << 20, LAB_MAX_CONNECTIONS = 4000 };

struct lab_carrier_options {
    struct lab *lab;
    struct lab_log *log;
    struct lab_waiting *waiting;
    const char *const *names; /* that the certificate is for, besides those of this machine */
    size_t n_names;
    unsigned threads;
    void (*changed)(void *context); /* faults were switched: returns when that has taken effect */
    void *context;
};

struct lab_carrier;
struct lab_carrier *lab_carrier_open(const struct lab_carrier_options *options, struct error *err) MUST_USE;
/* After lab_waiting_stop. */
void lab_carrier_close(struct lab_carrier *carrier);

/* Takes over the connection. */
void lab_carrier_take(struct lab_carrier *carrier, int fd, const struct sockaddr *from, socklen_t from_len, bool tls);

#endif
