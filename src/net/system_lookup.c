/* getaddrinfo(3) cannot be told when to stop: it runs in a thread of its own, and whoever is last of the two frees the question. */
#include <netdb.h>
#include <stdlib.h>
#include <time.h>

#include "net/context.h"
#include "os/os.h"

enum { THREAD_STACK = 256 << 10 };

struct net_lookup {
    pthread_mutex_t lock;
    pthread_cond_t answered;
    unsigned holders;
    bool done;
    char host[NET_NAME];
    enum net_outcome outcome;
    struct net_address_list addresses;
};

static void let_go(struct net_lookup *q) {
    unsigned left = --q->holders;
    pthread_mutex_unlock(&q->lock);
    if (left)
        return;
    pthread_cond_destroy(&q->answered);
    pthread_mutex_destroy(&q->lock);
    free(q);
}

static enum net_outcome outcome_of(int code) {
    switch (code) {
    case 0:
        return NET_OK;
    case EAI_NONAME:
        return NET_NXDOMAIN;
    case EAI_AGAIN:
    case EAI_FAIL:
        return NET_SERVER_FAILURE;
    default:
        return NET_NO_ADDRESS;
    }
}

static void *ask(void *context) {
    struct net_lookup *q = context;
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found = NULL;
    struct net_address_list list = {.n = 0};
    struct net_address a;
    int code = getaddrinfo(q->host, NULL, &hints, &found);
    for (struct addrinfo *i = code == 0 ? found : NULL; i; i = i->ai_next)
        if (net_address_from_sockaddr(i->ai_addr, &a))
            net_address_add(&list, &a);
    if (code == 0)
        freeaddrinfo(found);
    pthread_mutex_lock(&q->lock);
    q->outcome = code == 0 && list.n == 0 ? NET_NO_ADDRESS : outcome_of(code);
    q->addresses = list;
    q->done = true;
    pthread_cond_signal(&q->answered);
    let_go(q);
    return NULL;
}

static bool start_thread(struct net_lookup *q) {
    pthread_attr_t how;
    pthread_t thread;
    if (pthread_attr_init(&how) != 0)
        return false;
    pthread_attr_setstacksize(&how, THREAD_STACK);
    pthread_attr_setdetachstate(&how, PTHREAD_CREATE_DETACHED);
    bool good = pthread_create(&thread, &how, ask, q) == 0;
    pthread_attr_destroy(&how);
    return good;
}

/* pthread_cond_timedwait takes the time of the wall clock. */
static struct timespec wall_time_in(int ms) {
    int64_t then = os_wall_clock_ns() + (int64_t)ms * (NS_PER_SECOND / 1000);
    return (struct timespec){.tv_sec = (time_t)(then / NS_PER_SECOND), .tv_nsec = (long)(then % NS_PER_SECOND)};
}

struct net_lookup *net_system_lookup_start(const char *host) {
    size_t len = strlen(host);
    struct net_lookup *q = len < NET_NAME ? calloc(1, sizeof *q) : NULL;
    if (!q)
        return NULL;
    memcpy(q->host, host, len + 1);
    q->holders = 2;
    q->outcome = NET_SILENT;
    pthread_mutex_init(&q->lock, NULL);
    pthread_cond_init(&q->answered, NULL);
    if (start_thread(q))
        return q;
    pthread_mutex_lock(&q->lock);
    q->holders--;
    let_go(q);
    return NULL;
}

enum net_outcome net_system_lookup_finish(const struct net_run *run, struct net_lookup *q, uint64_t deadline_ns,
                                          struct net_address_list *ret_addresses) {
    if (!q)
        return NET_ERROR;
    pthread_mutex_lock(&q->lock);
    while (!q->done && !net_time_is_up(run, deadline_ns)) {
        struct timespec until = wall_time_in(net_wait_ms(run, deadline_ns));
        (void)pthread_cond_timedwait(&q->answered, &q->lock, &until);
    }
    enum net_outcome outcome = q->outcome;
    *ret_addresses = q->addresses;
    let_go(q);
    return outcome;
}
