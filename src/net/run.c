/* All targets at once, in at most so many threads. */
#include <ares.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "net/context.h"
#include "net/trust.h"
#include "os/os.h"

enum { MAX_THREADS = 52, THREAD_STACK = 256 << 10, DEFAULT_STEP_MS = 5000, DEFAULT_TOTAL_MS = 60000 };

struct work {
    struct net_run run;
    struct net_result *results;
    size_t n, next, done;
    pthread_mutex_t lock;
};

/* Index of the next target, or SIZE_MAX. */
static size_t take(struct work *w) {
    pthread_mutex_lock(&w->lock);
    size_t mine = w->next < w->n ? w->next++ : SIZE_MAX;
    pthread_mutex_unlock(&w->lock);
    return mine;
}

static void tell(struct work *w) {
    const struct net_options *o = w->run.options;
    pthread_mutex_lock(&w->lock);
    w->done++;
    if (o->progress)
        o->progress(o->context, w->done, w->n);
    pthread_mutex_unlock(&w->lock);
}

static void *work_on(void *context) {
    struct work *w = context;
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE); /* a write to a closed connection is an error, not an end */
    pthread_sigmask(SIG_BLOCK, &pipe, NULL);
    for (size_t i; !net_time_is_up(&w->run, w->run.deadline_ns) && (i = take(w)) != SIZE_MAX; tell(w))
        net_examine(&w->run, &w->results[i]);
    return NULL;
}

/* How many threads run; with none, the work is done by this one. */
static size_t start_threads(struct work *w, pthread_t threads[MAX_THREADS]) {
    size_t wanted = w->n < MAX_THREADS ? w->n : MAX_THREADS, started = 0;
    pthread_attr_t how;
    if (pthread_attr_init(&how) != 0)
        return 0;
    pthread_attr_setstacksize(&how, THREAD_STACK);
    while (started < wanted && pthread_create(&threads[started], &how, work_on, w) == 0)
        started++;
    pthread_attr_destroy(&how);
    return started;
}

static void work_all(struct work *w) {
    pthread_t threads[MAX_THREADS];
    size_t n = start_threads(w, threads);
    if (n == 0)
        work_on(w);
    for (size_t i = 0; i < n; i++)
        pthread_join(threads[i], NULL);
}

static bool check_nameservers(const char *list, struct error *err) {
    ares_channel channel;
    if (!list)
        return true;
    if (ares_init(&channel) != ARES_SUCCESS)
        return error_set(err, "c-ares cannot be set up");
    bool good = ares_set_servers_ports_csv(channel, list) == ARES_SUCCESS;
    ares_destroy(channel);
    return good ? true : error_set(err, "%s is no list of name servers, which looks like 192.0.2.1,192.0.2.2:53", list);
}

bool net_run_open(const struct net_options *options, struct net_trust *trust, struct net_run *ret_run, struct error *err) {
    if (ares_library_init(ARES_LIB_INIT_ALL) != ARES_SUCCESS)
        return error_set(err, "c-ares cannot be set up");
    if (!check_nameservers(options->nameservers, err) || !net_trust_open(options, trust, err)) {
        ares_library_cleanup();
        return false;
    }
    *ret_run =
        (struct net_run){.options = options,
                         .trust = trust,
                         .sockets = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0},
                         .names = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, NULL, 0},
                         .deadline_ns = os_monotonic_ns() + UINT64_C(1000000) * (options->total_ms ? options->total_ms : DEFAULT_TOTAL_MS),
                         .step_ns = UINT64_C(1000000) * (options->step_ms ? options->step_ms : DEFAULT_STEP_MS)};
    return true;
}

void net_run_close(struct net_trust *trust) {
    net_trust_close(trust);
    ares_library_cleanup();
}

bool net_run(const struct net_target *targets, size_t n_targets, const struct net_options *options, struct net_result *results,
             struct net_summary *ret_summary, struct error *err) {
    struct net_trust trust;
    struct net_summary summary = {.start_ns = os_wall_clock_ns()};
    struct work w = {.results = results, .n = n_targets, .lock = PTHREAD_MUTEX_INITIALIZER};
    if (n_targets > NET_MAX_TARGETS)
        return error_set(err, "more than %d hosts", NET_MAX_TARGETS);
    if (!net_run_open(options, &trust, &w.run, err))
        return false;
    for (size_t i = 0; i < n_targets; i++)
        results[i] = (struct net_result){.target = &targets[i], .options = options};
    if (options->tries <= 1) { /* a series asks each time anew */
        w.run.names.names = calloc(n_targets + 1, sizeof *w.run.names.names);
        w.run.names.n = w.run.names.names ? n_targets + 1 : 0;
    }
    work_all(&w);
    free(w.run.names.names);
    summary.end_ns = os_wall_clock_ns();
    summary.most_sockets = w.run.sockets.most;
    net_run_close(&trust);
    *ret_summary = summary;
    return true;
}
