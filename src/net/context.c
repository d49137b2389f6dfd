#include "net/context.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/buffer.h"
#include "os/os.h"

void net_sockets_take(struct net_sockets *s, unsigned count) {
    pthread_mutex_lock(&s->lock);
    while (s->in_use + count > NET_MAX_SOCKETS)
        pthread_cond_wait(&s->more, &s->lock);
    s->in_use += count;
    if (s->in_use > s->most)
        s->most = s->in_use;
    pthread_mutex_unlock(&s->lock);
}

void net_sockets_give(struct net_sockets *s, unsigned count) {
    pthread_mutex_lock(&s->lock);
    s->in_use -= count;
    pthread_cond_broadcast(&s->more);
    pthread_mutex_unlock(&s->lock);
}

enum { LOOK_UP_MS = 100, LONGEST_WAIT_MS = 60000 };

bool net_time_is_up(const struct net_run *run, uint64_t deadline_ns) {
    const struct net_options *o = run->options;
    return os_monotonic_ns() >= deadline_ns || (o->stop && o->stop(o->context));
}

int net_wait_ms(const struct net_run *run, uint64_t deadline_ns) {
    uint64_t now = os_monotonic_ns(), left = now < deadline_ns ? (deadline_ns - now) / 1000000 + 1 : 1;
    uint64_t most = run->options->stop ? LOOK_UP_MS : LONGEST_WAIT_MS;
    return (int)(left < most ? left : most);
}

uint64_t net_step_deadline(const struct net_run *run) {
    uint64_t end = os_monotonic_ns() + run->step_ns;
    return end < run->deadline_ns ? end : run->deadline_ns;
}

void net_host_in_url(const char *host, struct buffer *out) {
    bool v6 = strchr(host, ':') != NULL;
    buffer_printf(out, "%s%s%s", v6 ? "[" : "", host, v6 ? "]" : "");
}

void net_stage_begin(struct net_stage *stage) { *stage = (struct net_stage){.outcome = NET_ERROR, .start_ns = os_wall_clock_ns()}; }

bool net_stage_end(struct net_stage *stage, enum net_outcome outcome) {
    stage->outcome = outcome;
    stage->end_ns = os_wall_clock_ns();
    return outcome == NET_OK;
}

void net_stage_text(struct net_stage *stage, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(stage->text, sizeof stage->text, format, args);
    va_end(args);
}

void net_stage_add_text(struct net_stage *stage, const char *text) {
    size_t len = strlen(stage->text);
    snprintf(stage->text + len, sizeof stage->text - len, "%s%s", len ? "; " : "", text);
}
