#include "lab/waiting.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define NS_OF_A_SECOND UINT64_C(1000000000)
#define NS_OF_A_MILLISECOND UINT64_C(1000000)

bool lab_waiting_open(struct lab_waiting *w, int wake_fd, struct error *err) {
    *w = (struct lab_waiting){.wake_fd = wake_fd, .mhd = mhd_calls(err)};
    if (!w->mhd)
        return false;
    return pthread_mutex_init(&w->lock, NULL) == 0 || error_set(err, "out of memory");
}

void lab_waiting_close(struct lab_waiting *w) {
    pthread_mutex_destroy(&w->lock);
    free(w->late);
}

/* Room for one more; under the lock. */
static bool make_room(struct lab_waiting *w) {
    if (w->n_late < w->capacity)
        return true;
    size_t wanted = w->capacity ? w->capacity * 2 : 64;
    struct lab_late *grown = realloc(w->late, wanted * sizeof *grown);
    if (!grown)
        return false;
    w->late = grown;
    w->capacity = wanted;
    return true;
}

bool lab_waiting_suspend(struct lab_waiting *w, struct MHD_Connection *connection, uint64_t due_ns) {
    pthread_mutex_lock(&w->lock);
    bool good = !w->stopping && make_room(w);
    if (good) {
        w->mhd->suspend_connection(connection);
        w->late[w->n_late++] = (struct lab_late){connection, due_ns};
    }
    pthread_mutex_unlock(&w->lock);
    if (good)
        (void)!write(w->wake_fd, "", 1);
    return good;
}

bool lab_waiting_stopping(struct lab_waiting *w) {
    pthread_mutex_lock(&w->lock);
    bool stopping = w->stopping;
    pthread_mutex_unlock(&w->lock);
    return stopping;
}

struct lab_watched *lab_waiting_watch(struct lab_waiting *w, int fd, uint64_t now_ns) {
    struct lab_watched *c = calloc(1, sizeof *c);
    if (!c)
        return NULL;
    c->fd = fd;
    c->since_ns = now_ns;
    pthread_mutex_lock(&w->lock);
    c->next = w->watched;
    if (c->next)
        c->next->previous = c;
    w->watched = c;
    pthread_mutex_unlock(&w->lock);
    return c;
}

void lab_waiting_unwatch(struct lab_waiting *w, struct lab_watched *c) {
    if (!c)
        return;
    pthread_mutex_lock(&w->lock);
    *(c->previous ? &c->previous->next : &w->watched) = c->next;
    if (c->next)
        c->next->previous = c->previous;
    pthread_mutex_unlock(&w->lock);
    free(c);
}

/* Nothing more comes in or goes out; who owns the connection closes it then. */
static void end_late_ones(struct lab_waiting *w, uint64_t now_ns) {
    for (struct lab_watched *c = w->watched; c; c = c->next) {
        uint64_t limit = (c->answering ? LAB_SILENT_SECONDS + LAB_REQUEST_SECONDS : LAB_REQUEST_SECONDS) * NS_OF_A_SECOND;
        if (now_ns > c->since_ns && now_ns - c->since_ns > limit)
            (void)shutdown(c->fd, SHUT_RDWR);
    }
}

static int until(uint64_t now_ns, uint64_t due_ns, int most) {
    uint64_t ms = due_ns > now_ns ? (due_ns - now_ns) / NS_OF_A_MILLISECOND + 1 : 0;
    return ms < (uint64_t)most ? (int)ms : most;
}

int lab_waiting_pass(struct lab_waiting *w, uint64_t now_ns, int most) {
    pthread_mutex_lock(&w->lock);
    for (size_t i = 0; i < w->n_late;) {
        if (w->late[i].due_ns > now_ns) {
            most = until(now_ns, w->late[i++].due_ns, most);
            continue;
        }
        w->mhd->resume_connection(w->late[i].connection);
        w->late[i] = w->late[--w->n_late];
    }
    if (now_ns - w->looked_ns > NS_OF_A_SECOND) {
        w->looked_ns = now_ns;
        end_late_ones(w, now_ns);
    }
    pthread_mutex_unlock(&w->lock);
    return most;
}

void lab_waiting_stop(struct lab_waiting *w) {
    pthread_mutex_lock(&w->lock);
    w->stopping = true;
    for (size_t i = 0; i < w->n_late; i++)
        w->mhd->resume_connection(w->late[i].connection);
    w->n_late = 0;
    pthread_mutex_unlock(&w->lock);
}
