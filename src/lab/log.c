#include "lab/log.h"

#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

enum { LINE_BYTES = 512 };

bool lab_log_open(struct lab_log *log, int fd, struct error *err) {
    *log = (struct lab_log){.fd = fd};
    return pthread_mutex_init(&log->lock, NULL) == 0 || error_set(err, "out of memory");
}

void lab_log_close(struct lab_log *log) { pthread_mutex_destroy(&log->lock); }

/* Is there room for a line? A regular file always has some. */
static bool takes_more(int fd) {
    struct pollfd p = {.fd = fd, .events = POLLOUT};
    return poll(&p, 1, 0) == 1 && (p.revents & POLLOUT);
}

static void put(struct lab_log *log, const char *line, size_t len) {
    char note[96];
    pthread_mutex_lock(&log->lock);
    if (!takes_more(log->fd)) {
        log->left_out++;
    } else {
        if (log->left_out) {
            int n = snprintf(note, sizeof note, "(%llu lines left out: nobody read them)\n", (unsigned long long)log->left_out);
            log->left_out = 0;
            (void)!write(log->fd, note, (size_t)n);
        }
        (void)!write(log->fd, line, len);
    }
    pthread_mutex_unlock(&log->lock);
}

void lab_log_say(struct lab_log *log, const char *format, ...) {
    char line[LINE_BYTES];
    va_list args;
    if (log->fd < 0)
        return;
    va_start(args, format);
    int n = vsnprintf(line, sizeof line - 1, format, args);
    va_end(args);
    size_t len = n < 0 ? 0 : (size_t)n < sizeof line - 2 ? (size_t)n : sizeof line - 2;
    line[len++] = '\n';
    put(log, line, len);
}

static const char *known_method(struct slice method) {
    static const char *const known[] = {"GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (slice_is(method, known[i]))
            return known[i];
    return "(another)";
}

void lab_log_request(struct lab_log *log, const struct lab_call *call, const struct lab_reply *reply, uint64_t took_ns) {
    static const char *const wires[] = {"",         "reset",  "closed without an answer", "no answer", "late", "in drops", "cut short",
                                        "too long", "endless"};
    char when[32], status[16] = "-";
    if (log->fd < 0)
        return;
    timestamp_format(call->now_ns, when);
    if (reply->status >= 0)
        snprintf(status, sizeof status, "%d", reply->status);
    const char *why = reply->why ? reply->why : wires[reply->wire];
    lab_log_say(log, "%s %s %s %s %u %s %.1f ms%s%s", when, known_method(call->method), lab_route_path(lab_route_of(call)),
                lab_kind_name(reply->kind), reply->http, status, (double)took_ns / 1e6, *why ? " " : "", why);
}
