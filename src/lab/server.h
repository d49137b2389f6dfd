/*
 * server: a lab that listens: TLS, HTTP and SNTP on one address, until it is told to end.
 *
 *     lab_serve(&lab, &options, &err)
 *
 * Limits: a request of LAB_MAX_REQUEST bytes within LAB_REQUEST_SECONDS, LAB_MAX_CONNECTIONS connections. Lines that come on
 * `command_fd` switch faults (lab_faults_command) and "stop" ends it, as SIGINT, SIGTERM and SIGHUP do.
 */
#ifndef TAILOR_LAB_SERVER_H
#define TAILOR_LAB_SERVER_H

#include "lab/exchange.h"

struct lab_ports {
    unsigned tls, http, sntp;
};

struct lab_server_options {
    const char *address;    /* as a number: "127.0.0.1" */
    struct lab_ports ports; /* 0: any that is free */
    const char *const *names;
    size_t n_names;
    unsigned threads;
    int log_fd, command_fd; /* -1: none */
    /* All listens. False: an error has been told, and the lab ends. */
    bool (*ready)(void *context, const struct lab_ports *ports);
    void *context;
};

bool lab_serve(struct lab *lab, const struct lab_server_options *options, struct error *err) MUST_USE;

/* Does the address reach this machine alone? */
bool lab_address_is_loopback(const char *address);

#endif
