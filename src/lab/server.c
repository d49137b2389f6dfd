#include "lab/server.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "lab/carrier.h"
#include "lab/listener.h"
#include "lab/sntp.h"
#include "os/os.h"

enum { TLS, HTTP, LISTENERS, LINE_BYTES = 1024, MAX_ACCEPTED = 256, PASS_MS = 100, MAX_PACKETS = 64, SETTLE_SECONDS = 2 };

struct server {
    struct lab *lab;
    const struct lab_server_options *options;
    struct lab_ports ports;
    struct lab_log log;
    struct lab_waiting waiting;
    struct lab_carrier *carrier;
    int listener[LISTENERS], time_fd, wake[2], command_fd;
    char line[LINE_BYTES]; /* of a command that has not ended */
    size_t line_len;
    bool stopping, told;  /* told: that a port cannot be had */
    pthread_mutex_t lock; /* of the two below */
    pthread_cond_t settled;
    uint64_t wanted, done; /* how often faults were switched, and how often that has taken effect */
};

/* From a thread that answers: returns when the loop has gone round. */
static void settle(void *context) {
    struct server *s = context;
    struct timespec end;
    pthread_mutex_lock(&s->lock);
    uint64_t mine = ++s->wanted;
    (void)!write(s->wake[1], "", 1);
    int64_t until_ns = os_wall_clock_ns() + SETTLE_SECONDS * NS_PER_SECOND;
    end = (struct timespec){.tv_sec = (time_t)(until_ns / NS_PER_SECOND), .tv_nsec = (long)(until_ns % NS_PER_SECOND)};
    while (s->done < mine && pthread_cond_timedwait(&s->settled, &s->lock, &end) == 0)
        continue;
    pthread_mutex_unlock(&s->lock);
}

static uint64_t wanted(struct server *s) {
    pthread_mutex_lock(&s->lock);
    uint64_t n = s->wanted;
    pthread_mutex_unlock(&s->lock);
    return n;
}

static void has_settled(struct server *s, uint64_t n) {
    pthread_mutex_lock(&s->lock);
    s->done = n;
    pthread_cond_broadcast(&s->settled);
    pthread_mutex_unlock(&s->lock);
}

static bool open_listeners(struct server *s, struct error *err) {
    unsigned *ports[LISTENERS] = {&s->ports.tls, &s->ports.http};
    for (int i = 0; i < LISTENERS; i++)
        if (s->listener[i] < 0 && (s->listener[i] = lab_listen(s->options->address, SOCK_STREAM, ports[i], err)) < 0)
            return false;
    return true;
}

static void close_listeners(struct server *s) {
    for (int i = 0; i < LISTENERS; i++) {
        if (s->listener[i] >= 0)
            close(s->listener[i]);
        s->listener[i] = -1;
    }
}

/* The fault "refused" is that nobody listens; afterwards the same ports are taken again. */
static void follow_faults(struct server *s) {
    struct error err;
    if (lab_faults_refuse(&s->lab->faults, os_monotonic_ns()))
        close_listeners(s);
    else if (open_listeners(s, &err))
        s->told = false;
    else if (!s->told)
        lab_log_say(&s->log, "%s", err.text), s->told = true;
}

static void accept_some(struct server *s, int which) {
    const int on = 1;
    for (int i = 0; i < MAX_ACCEPTED; i++) {
        struct sockaddr_storage from;
        socklen_t len = sizeof from;
        int fd = accept(s->listener[which], (struct sockaddr *)&from, &len);
        if (fd < 0)
            return;
        (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
        (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        lab_carrier_take(s->carrier, fd, (const struct sockaddr *)&from, len, which == TLS);
    }
}

static void answer_time(struct server *s) {
    struct lab_seen seen;
    uint8_t question[LAB_SNTP_BYTES + 1], out[LAB_SNTP_BYTES];
    for (int i = 0; i < MAX_PACKETS; i++) {
        struct sockaddr_storage from;
        socklen_t from_len = sizeof from;
        ssize_t n = recvfrom(s->time_fd, question, sizeof question, 0, (struct sockaddr *)&from, &from_len);
        if (n < 0)
            return;
        lab_faults_see(&s->lab->faults, LAB_PLACE_TIME, &seen);
        if (lab_sntp_answer(slice_of(question, (size_t)n), os_wall_clock_ns() + seen.clock_sntp * NS_PER_SECOND, out))
            (void)sendto(s->time_fd, out, sizeof out, 0, (struct sockaddr *)&from, from_len);
    }
}

static void obey(struct server *s, struct slice line) {
    struct error err;
    if (slice_is(slice_trim(line), "stop"))
        s->stopping = true;
    else if (!lab_faults_command(&s->lab->faults, line, os_monotonic_ns(), &err))
        lab_log_say(&s->log, "%s", err.text);
    else if (slice_trim(line).len)
        lab_log_say(&s->log, "done");
}

/* Lines of a person or a program; a longer one than there is room for is cut. */
static void read_commands(struct server *s) {
    ssize_t n = read(s->command_fd, s->line + s->line_len, sizeof s->line - s->line_len);
    if (n <= 0) {
        if (n == 0 || (errno != EAGAIN && errno != EINTR))
            s->command_fd = -1;
        return;
    }
    s->line_len += (size_t)n;
    struct slice all = slice_of(s->line, s->line_len);
    for (size_t end; (end = slice_find_byte(all, '\n')) != SLICE_NOT_FOUND; all = slice_from(all, end + 1))
        obey(s, slice_sub(all, 0, end));
    memmove(s->line, all.data, all.len);
    s->line_len = all.len == sizeof s->line ? 0 : all.len;
}

static void drain(int fd) {
    char bytes[256];
    while (read(fd, bytes, sizeof bytes) > 0)
        continue;
}

/* Once round: waits at most `ms`, then does what there is to do. */
static void pass(struct server *s, int ms) {
    struct pollfd p[] = {{.fd = s->listener[TLS], .events = POLLIN},
                         {.fd = s->listener[HTTP], .events = POLLIN},
                         {.fd = s->time_fd, .events = POLLIN},
                         {.fd = s->wake[0], .events = POLLIN},
                         {.fd = s->command_fd, .events = POLLIN}};
    (void)poll(p, sizeof p / sizeof *p, ms); /* a descriptor below zero is passed over */
    uint64_t switched = wanted(s);
    if (p[3].revents)
        drain(s->wake[0]);
    follow_faults(s);
    for (int i = 0; i < LISTENERS; i++)
        if (p[i].revents && s->listener[i] >= 0)
            accept_some(s, i);
    if (p[2].revents)
        answer_time(s);
    if (p[4].revents) {
        read_commands(s);
        follow_faults(s);
    }
    has_settled(s, switched);
}

static bool open_wake(struct server *s, struct error *err) {
    if (pipe(s->wake) != 0)
        return error_set(err, "out of descriptors");
    for (int i = 0; i < 2; i++)
        if (fcntl(s->wake[i], F_SETFL, O_NONBLOCK) != 0 || fcntl(s->wake[i], F_SETFD, FD_CLOEXEC) != 0)
            return error_set(err, "out of descriptors");
    return true;
}

static bool open_all(struct server *s, struct error *err) {
    const struct lab_server_options *o = s->options;
    s->ports = o->ports;
    if (!open_wake(s, err) || !open_listeners(s, err) || (s->time_fd = lab_listen(o->address, SOCK_DGRAM, &s->ports.sntp, err)) < 0)
        return false;
    s->waiting.wake_fd = s->wake[1];
    struct lab_carrier_options c = {.lab = s->lab,
                                    .log = &s->log,
                                    .waiting = &s->waiting,
                                    .names = o->names,
                                    .n_names = o->n_names,
                                    .threads = o->threads,
                                    .changed = settle,
                                    .context = s};
    s->carrier = lab_carrier_open(&c, err);
    return s->carrier != NULL;
}

static void close_all(struct server *s) {
    const int all[] = {s->time_fd, s->wake[0], s->wake[1]};
    lab_waiting_stop(&s->waiting);
    close_listeners(s);
    if (s->carrier)
        lab_carrier_close(s->carrier);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i] >= 0)
            close(all[i]);
    lab_waiting_close(&s->waiting);
    lab_log_close(&s->log);
    pthread_cond_destroy(&s->settled);
    pthread_mutex_destroy(&s->lock);
}

bool lab_serve(struct lab *lab, const struct lab_server_options *options, struct error *err) {
    struct server s = {
        .lab = lab, .options = options, .listener = {-1, -1}, .time_fd = -1, .wake = {-1, -1}, .command_fd = options->command_fd};
    struct os_interrupts held;
    if (pthread_mutex_init(&s.lock, NULL) != 0 || pthread_cond_init(&s.settled, NULL) != 0)
        return error_set(err, "out of memory");
    if (!lab_log_open(&s.log, options->log_fd, err) || !lab_waiting_open(&s.waiting, -1, err))
        return false;
    os_allow_open_files(LAB_MAX_CONNECTIONS + 100);
    signal(SIGPIPE, SIG_IGN); /* a client that is gone */
    signal(SIGTTIN, SIG_IGN); /* in the background there are no commands */
    os_interrupts_hold(&held);
    bool good = open_all(&s, err) && options->ready(options->context, &s.ports);
    for (int ms = 0; good && !s.stopping && !os_interrupts_wait(&held);) {
        pass(&s, ms);
        ms = lab_waiting_pass(&s.waiting, os_monotonic_ns(), PASS_MS);
    }
    close_all(&s);
    return good;
}
