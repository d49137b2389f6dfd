#include "cli/probe_watch.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>

#include "base/json_writer.h"
#include "os/os.h"
#include "report/visible_text.h"

enum { LOOK_UP_MS = 100, LINES_LIMIT = 4 << 20, STAMP = 32 };

/* What was seen of one target last, and since when. */
struct seen {
    bool known, good;
    enum net_step step;
    enum net_outcome outcome;
    int64_t since_ns;
    unsigned rounds, failures, changes;
};

struct watch {
    const struct probe_watch *w;
    struct seen *seen;
    struct buffer lines;
    FILE *out;
    bool quiet;
    unsigned rounds;
    int64_t begin_ns;
};

static bool is_stopped(void *held) { return os_interrupts_wait(held); }

static void stamp(int64_t ns, char out[STAMP]) { timestamp_format(ns, out); }

static struct json_writer open_event(struct watch *watch, const char *event, int64_t now_ns) {
    struct json_writer j = json_writer_to(&watch->lines, 0);
    char time[STAMP];
    stamp(now_ns, time);
    json_open(&j, '{');
    json_member_str(&j, "schema", "tailor.probe-watch/1");
    json_member_str(&j, "time", time);
    json_member_str(&j, "event", event);
    return j;
}

static void close_event(struct watch *watch, struct json_writer *j) {
    json_close(j, '}');
    buffer_add_byte(&watch->lines, '\n');
}

/* "3 min 12 s" */
static void put_duration(struct buffer *out, int64_t ns) {
    long long s = ns / NS_PER_SECOND;
    if (s >= 3600)
        buffer_printf(out, "%lld h %lld min", s / 3600, s / 60 % 60);
    else if (s >= 60)
        buffer_printf(out, "%lld min %lld s", s / 60, s % 60);
    else
        buffer_printf(out, "%lld s", s);
}

static void begin_line(struct watch *watch, int64_t now_ns) {
    char time[STAMP];
    stamp(now_ns, time);
    buffer_printf(&watch->lines, "%.19sZ  ", time);
}

static void tell_change(struct watch *watch, const struct net_result *r, const struct seen *was, int64_t now_ns) {
    struct buffer text CLEANUP_BUFFER = buffer_with_limit(4096);
    net_sentence(r, &text);
    if (watch->w->json) {
        struct json_writer j = open_event(watch, "change", now_ns);
        json_member_int(&j, "round", watch->rounds + 1);
        json_member_str(&j, "host", r->target->host);
        json_member_int(&j, "port", r->target->port);
        json_member_str(&j, "state", r->good ? "good" : "failed");
        json_member_str(&j, "was", !was->known ? NULL : was->good ? "good" : "failed");
        json_member_int(&j, "was_seconds", was->known ? (now_ns - was->since_ns) / NS_PER_SECOND : 0);
        json_member_str(&j, "step", r->good ? NULL : net_step_name(r->failed_step));
        json_member_str(&j, "outcome", r->good ? NULL : net_outcome_name(r->stages[r->failed_step].outcome));
        json_key(&j, "text");
        json_slice(&j, buffer_slice(&text));
        close_event(watch, &j);
        return;
    }
    buffer_add_byte(&text, '\0');
    begin_line(watch, now_ns);
    visible_append_line(&watch->lines, slice_str((const char *)text.data));
    if (was->known) {
        buffer_printf(&watch->lines, "; it was %s for ", was->good ? "good" : "failing");
        put_duration(&watch->lines, now_ns - was->since_ns);
    }
    buffer_add_byte(&watch->lines, '\n');
}

/* A failure at another step, or of another kind, is a change too. */
static bool is_news(const struct seen *was, const struct net_result *r) {
    if (!was->known)
        return !r->good;
    return was->good != r->good || (!r->good && (was->step != r->failed_step || was->outcome != r->stages[r->failed_step].outcome));
}

static void note(struct watch *watch, size_t i, int64_t now_ns, size_t *good) {
    const struct net_result *r = &watch->w->results[i];
    struct seen *was = &watch->seen[i];
    if (!r->examined)
        return;
    if (is_news(was, r))
        tell_change(watch, r, was, now_ns);
    was->changes += was->known && is_news(was, r);
    if (!was->known || is_news(was, r))
        was->since_ns = now_ns;
    was->known = true;
    was->good = r->good;
    was->step = r->failed_step;
    was->outcome = r->stages[r->failed_step].outcome;
    was->rounds++;
    was->failures += !r->good;
    *good += r->good;
}

static void tell_start(struct watch *watch, int64_t now_ns) {
    if (watch->w->json) {
        struct json_writer j = open_event(watch, "start", now_ns);
        json_member_int(&j, "hosts", (int64_t)watch->w->n_targets);
        json_member_int(&j, "every_seconds", watch->w->every_seconds);
        close_event(watch, &j);
    } else {
        begin_line(watch, now_ns);
        buffer_printf(&watch->lines, "watching %zu hosts and ports, every %u s, until interrupted\n", watch->w->n_targets,
                      watch->w->every_seconds);
    }
}

static void tell_round(struct watch *watch, const struct net_summary *s) {
    size_t good = 0;
    for (size_t i = 0; i < watch->w->n_targets; i++)
        note(watch, i, s->end_ns, &good);
    watch->rounds++;
    if (watch->w->json) {
        struct json_writer j = open_event(watch, "round", s->end_ns);
        json_member_int(&j, "round", watch->rounds);
        json_member_int(&j, "good", (int64_t)good);
        json_member_int(&j, "failed", (int64_t)(watch->w->n_targets - good));
        json_member_int(&j, "ms", (s->end_ns - s->start_ns) / 1000000);
        close_event(watch, &j);
    } else if (watch->rounds == 1) {
        begin_line(watch, s->end_ns);
        buffer_printf(&watch->lines, "first round: %zu good, %zu not\n", good, watch->w->n_targets - good);
    }
}

static void tell_host(struct watch *watch, const struct net_target *t, const struct seen *seen, struct json_writer *j) {
    if (j) {
        json_open(j, '{');
        json_member_str(j, "host", t->host);
        json_member_int(j, "port", t->port);
        json_member_int(j, "rounds", seen->rounds);
        json_member_int(j, "failures", seen->failures);
        json_member_int(j, "changes", seen->changes);
        json_close(j, '}');
    } else {
        buffer_printf(&watch->lines, "  %s:%u failed in %u of %u rounds, %u changes\n", t->host, t->port, seen->failures, seen->rounds,
                      seen->changes);
    }
}

static void tell_end(struct watch *watch, int64_t now_ns) {
    struct json_writer j, *to = NULL;
    if (watch->w->json) {
        j = open_event(watch, "stop", now_ns);
        json_member_int(&j, "rounds", watch->rounds);
        json_member_int(&j, "seconds", (now_ns - watch->begin_ns) / NS_PER_SECOND);
        json_key(&j, "endpoints");
        json_open(&j, '[');
        to = &j;
    } else {
        begin_line(watch, now_ns);
        buffer_printf(&watch->lines, "stopped after %u rounds in ", watch->rounds);
        put_duration(&watch->lines, now_ns - watch->begin_ns);
        buffer_add_byte(&watch->lines, '\n');
    }
    for (size_t i = 0; i < watch->w->n_targets; i++)
        if (watch->seen[i].failures)
            tell_host(watch, &watch->w->targets[i], &watch->seen[i], to);
    if (to) {
        json_close(to, ']');
        close_event(watch, to);
    }
}

static bool flush(struct watch *watch) {
    struct buffer *b = &watch->lines;
    bool good = buffer_ok(b) && (watch->quiet || b->len == 0 || fwrite(b->data, 1, b->len, watch->out) == b->len);
    b->len = 0;
    return fflush(watch->out) == 0 && good;
}

static int status_of(const struct watch *watch) {
    for (size_t i = 0; i < watch->w->n_targets; i++)
        if (watch->seen[i].failures)
            return EXIT_CAUSE;
    return watch->rounds ? EXIT_HEALTHY : EXIT_UNDETERMINED;
}

/* Until the next round is due. */
static void pause_until(uint64_t due_ns, void *held) {
    while (!is_stopped(held) && os_monotonic_ns() < due_ns)
        (void)poll(NULL, 0, LOOK_UP_MS);
}

static int rounds(struct watch *watch, struct os_interrupts *held, struct error *err) {
    const struct probe_watch *w = watch->w;
    struct net_summary s;
    watch->begin_ns = os_wall_clock_ns();
    tell_start(watch, watch->begin_ns);
    bool written = flush(watch);
    while (written && !is_stopped(held)) {
        uint64_t due = os_monotonic_ns() + w->every_seconds * (uint64_t)NS_PER_SECOND;
        if (!net_run(w->targets, w->n_targets, &w->net, w->results, &s, err))
            return complain(EXIT_USAGE, "%s", err->text);
        if (is_stopped(held))
            break;
        tell_round(watch, &s);
        written = flush(watch);
        if (written)
            pause_until(due, held);
    }
    tell_end(watch, os_wall_clock_ns());
    return flush(watch) && written ? status_of(watch) : complain(EXIT_IO, "what was seen could not be written");
}

int probe_watch_run(struct probe_watch *w, const struct options *o, struct arena *arena) {
    struct error err = {{0}};
    struct os_interrupts held;
    const char *path = o->value[OPTION_OUTPUT];
    struct watch watch = {.w = w,
                          .seen = arena_array(arena, w->n_targets, sizeof *watch.seen),
                          .lines = buffer_with_limit(LINES_LIMIT),
                          .quiet = option_given(o, OPTION_QUIET) && !path,
                          .out = path ? fopen(path, "wb") : stdout};
    if (!watch.out)
        return complain(EXIT_IO, "%s cannot be written: %s", path, strerror(errno));
    os_interrupts_hold(&held); /* for good: what they ask for is done before the program ends */
    w->net.stop = is_stopped;
    w->net.context = &held;
    int status = watch.seen ? rounds(&watch, &held, &err) : complain(EXIT_SOFTWARE, "out of memory");
    buffer_free(&watch.lines);
    if (path && fclose(watch.out) != 0)
        status = complain(EXIT_IO, "%s could not be written whole", path);
    return status;
}
