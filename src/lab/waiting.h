/*
 * waiting: connections that shall be answered later, and those that have taken too long. Internal to this room.
 *
 * A connection that is suspended waits here until its time has come. Each open connection is watched: one that has not finished its request
 * after LAB_REQUEST_SECONDS, however diligently it drips, is ended. Any thread may call; lab_waiting_pass is the server's loop's.
 */
#ifndef TAILOR_LAB_WAITING_H
#define TAILOR_LAB_WAITING_H

#include <pthread.h>
#include <stdatomic.h>

#include "lab/mhd_calls.h"

enum { LAB_REQUEST_SECONDS = 30, LAB_SILENT_SECONDS = 600 };

struct lab_watched { /* a connection */
    int fd;
    _Atomic uint64_t since_ns; /* of the request that is awaited, or being answered */
    _Atomic bool answering;
    struct lab_watched *previous, *next;
};

struct lab_waiting {
    pthread_mutex_t lock;
    struct lab_late {
        struct MHD_Connection *connection;
        uint64_t due_ns;
    } * late;
    size_t n_late, capacity;
    struct lab_watched *watched;
    bool stopping;
    uint64_t looked_ns;
    const struct mhd_calls *mhd;
    int wake_fd; /* written to when somebody waits */
};

bool lab_waiting_open(struct lab_waiting *w, int wake_fd, struct error *err) MUST_USE;
void lab_waiting_close(struct lab_waiting *w);

/* Suspends it until then. False, and not suspended: the lab ends, or memory does. */
bool lab_waiting_suspend(struct lab_waiting *w, struct MHD_Connection *connection, uint64_t due_ns) MUST_USE;
bool lab_waiting_stopping(struct lab_waiting *w);

struct lab_watched *lab_waiting_watch(struct lab_waiting *w, int fd, uint64_t now_ns);
void lab_waiting_unwatch(struct lab_waiting *w, struct lab_watched *c);

/* Resumes what is due and ends what takes too long; milliseconds until there is something to do again, at most `most`. */
int lab_waiting_pass(struct lab_waiting *w, uint64_t now_ns, int most);
/* Resumes all, for good. */
void lab_waiting_stop(struct lab_waiting *w);

#endif
