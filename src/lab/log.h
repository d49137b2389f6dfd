/*
 * log: one line for each request that the lab answered.
 *
 *     2026-11-24T14:00:00Z POST /TSS/controller ap 200 94 0.4 ms a fault that is switched on
 *
 * Time, method, path, kind of ticket, HTTP status, STATUS, milliseconds, and why it was refused. All words are the lab's own: nothing that
 * a client wrote is repeated, so no ECID, nonce, serial number or secret can stand there. A line that the reader does not take at once is
 * counted and left out, so that nobody holds up the lab by not reading.
 */
#ifndef TAILOR_LAB_LOG_H
#define TAILOR_LAB_LOG_H

#include <pthread.h>

#include "lab/exchange.h"

struct lab_log {
    int fd; /* -1: none is kept */
    pthread_mutex_t lock;
    uint64_t left_out;
};

bool lab_log_open(struct lab_log *log, int fd, struct error *err) MUST_USE;
void lab_log_close(struct lab_log *log);
void lab_log_say(struct lab_log *log, const char *format, ...) __attribute__((format(printf, 2, 3)));
void lab_log_request(struct lab_log *log, const struct lab_call *call, const struct lab_reply *reply, uint64_t took_ns);

#endif
