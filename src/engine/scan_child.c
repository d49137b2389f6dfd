#include "engine/scan_child.h"

#include <stdio.h>

#include "engine/row_pipe.h"
#include "evidence/evidence.h"
#include "evidence/named_date.h"
#include "os/files.h"

enum { FLUSH_AT = 64 << 10, ARTEFACT_MEMORY = 512 << 20, KEPT_MEMORY = 32 << 20, MAX_FEEDS = 64, PROBLEM_LENGTH = 512 };
static const uint64_t heartbeat_bytes = 4u << 20;
#define SLACK (86400 * NS_PER_SECOND) /* a log goes on while the evidence is saved, and its zone may be unknown */
#define NAME_SLACK (60 * SLACK)       /* a log may go on for weeks after the date in its name */

struct worker {
    const struct scan_child *job;
    int fd;
    struct buffer out;
    struct arena *arena;
    struct feed_kept kept;
    uint64_t visited; /* notes so far, delivered or not */
    int64_t mac_time; /* what the Mac's clock showed when the evidence was saved, from the artefact `date`; or TIMESTAMP_NONE */
    bool broken;      /* nobody listens any more */
    bool begun;       /* MESSAGE_BEGIN was sent, its note not yet */
    char problem[PROBLEM_LENGTH];
    struct artefact *artefact;
    bool (*read)(struct artefact *a, void *bytes, size_t capacity, size_t *ret_len, struct error *err);
    void *read_state;
    uint64_t bytes_done, bytes_told;
};

static void flush(struct worker *w) {
    if (!w->broken)
        w->broken = !os_write_all(w->fd, buffer_slice(&w->out));
    buffer_clear(&w->out);
}

static void finish_message(struct worker *w, size_t start) {
    message_end(&w->out, start);
    if (!buffer_ok(&w->out) || w->out.len - start > MESSAGE_LIMIT) {
        w->out.failed = false;
        w->out.len = start; /* a row too large for a message: the only thing that is dropped, and told */
        if (!w->problem[0])
            snprintf(w->problem, sizeof w->problem, "a row was too large to be kept");
    }
    if (w->out.len >= FLUSH_AT)
        flush(w);
}

static void send_texts(struct worker *w, enum message_kind kind, const struct slice *texts, size_t n) {
    size_t start = w->out.len;
    message_begin(&w->out, kind);
    for (size_t i = 0; i < n; i++)
        message_add_text(&w->out, texts[i]);
    finish_message(w, start);
}

static void send_progress(struct worker *w, uint64_t done) {
    size_t start = w->out.len;
    message_begin(&w->out, MESSAGE_PROGRESS);
    message_add_u64(&w->out, done);
    finish_message(w, start);
    flush(w);
}

/* ---- what a table's feed calls ---- */

static bool wants(const struct feed *f, const struct table *t) {
    const struct worker *w = f->sink;
    return session_wants(w->job->session, table_index(t->name));
}

static void emit_row(struct feed *f, const struct table *t, const struct value *values, struct origin origin) {
    struct worker *w = f->sink;
    size_t index = table_index(t->name), start = w->out.len;
    if (f->artefact->kind && strcmp(f->artefact->kind, "date") == 0 && origin.time != TIMESTAMP_NONE)
        w->mac_time = origin.time;
    if (!session_wants(w->job->session, index))
        return;
    message_begin(&w->out, MESSAGE_ROW);
    message_add_u16(&w->out, (uint16_t)index);
    message_add_u64(&w->out, (uint64_t)origin.line);
    message_add_u64(&w->out, (uint64_t)origin.time);
    message_add_text(&w->out, origin.source.len ? origin.source : f->artefact->path);
    for (size_t i = 0; i < t->n_columns; i++)
        message_add_value(&w->out, &values[i]);
    finish_message(w, start);
}

static void feed_progress(struct feed *f, uint64_t done) { send_progress(f->sink, done); }

static void feed_problem(struct feed *f, const char *text) {
    struct worker *w = f->sink;
    struct error copy;
    if (w->problem[0])
        return;
    error_set(&copy, "%s", text);
    memcpy(w->problem, copy.text, sizeof w->problem);
}

/* The artefact's own read, with a sign of life every few megabytes. */
static bool counted_read(struct artefact *a, void *bytes, size_t capacity, size_t *ret_len, struct error *err) {
    struct worker *w = a->state;
    a->state = w->read_state;
    bool good = w->read(a, bytes, capacity, ret_len, err);
    w->read_state = a->state;
    a->state = w;
    if (good)
        w->bytes_done += *ret_len;
    if (w->bytes_done - w->bytes_told >= heartbeat_bytes) {
        w->bytes_told = w->bytes_done;
        send_progress(w, w->bytes_done);
    }
    return good;
}

static bool reads_kind(const struct table *t, const char *kind) {
    for (const char *const *k = t->artefacts; k && *k; k++)
        if (strcmp(*k, kind) == 0)
            return true;
    return false;
}

/* The feeds of the wanted tables, each once, in the order of the tables. */
static size_t collect_feeds(const struct worker *w, const char *kind, table_feed **feeds) {
    size_t n = 0;
    for (size_t i = 0; all_tables[i]; i++) {
        const struct table *t = all_tables[i];
        bool known = !session_wants(w->job->session, i) || !t->feed || !reads_kind(t, kind);
        for (size_t j = 0; j < n && !known; j++)
            known = feeds[j] == t->feed;
        if (!known && n < MAX_FEEDS)
            feeds[n++] = t->feed;
    }
    return n;
}

static bool run_feeds(struct worker *w, struct artefact *a, table_feed **feeds, size_t n, struct error *err) {
    struct feed f = {.artefact = a,
                     .arena = w->arena,
                     .kept = &w->kept,
                     .knowledge = session_knowledge(w->job->session),
                     .sink = w,
                     .wants = wants,
                     .row = emit_row,
                     .progress = feed_progress,
                     .problem = feed_problem};
    if (n == 1)
        return feeds[0](&f, err);
    /* Several tables read the same artefact: its bytes are kept and read again. */
    struct slice whole, rest;
    bool good = true;
    if (!feed_bytes(&f, &whole, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        struct artefact again = artefact_of_slice("", a->kind, &rest);
        struct error this_one = {{0}};
        rest = whole;
        again.path = a->path;
        again.modified = a->modified;
        again.size = a->size;
        again.mode = a->mode;
        again.owner = a->owner;
        f.artefact = &again;
        if (!feeds[i](&f, &this_one)) {
            if (good && err)
                *err = this_one;
            good = false;
        }
    }
    return good;
}

static void bound_modified(struct artefact *a, int64_t latest) {
    if (latest != TIMESTAMP_NONE && (a->modified == TIMESTAMP_NONE || a->modified > latest))
        a->modified = latest;
}

/* Lines may lack the year, and a copied log is younger than its lines: none of them is later than the Mac's own time, nor much later than
 * the date in the file's own name. */
static void bound_lines(struct worker *w, struct artefact *a) {
    int64_t named = named_date(a->path);
    if (w->mac_time != TIMESTAMP_NONE)
        bound_modified(a, w->mac_time + SLACK);
    if (named != TIMESTAMP_NONE)
        bound_modified(a, named + NAME_SLACK);
}

static bool visit_artefact(void *context, struct artefact *a, struct error *err) {
    struct worker *w = context;
    table_feed *feeds[MAX_FEEDS];
    size_t n = a->kind ? collect_feeds(w, a->kind, feeds) : 0;
    if (w->visited < w->job->resume_at || n == 0)
        return true;
    send_texts(w, MESSAGE_BEGIN, (struct slice[]){a->path, slice_str(a->kind)}, 2);
    flush(w); /* before anything can go wrong, so that the engine knows where */
    w->begun = true;
    w->problem[0] = '\0';
    w->bytes_done = w->bytes_told = 0;
    w->read = a->read;
    w->read_state = a->state;
    a->read = counted_read;
    a->state = w;
    bound_lines(w, a);
    bool good = run_feeds(w, a, feeds, n, err);
    a->read = w->read;
    a->state = w->read_state;
    arena_reset(w->arena);
    return good;
}

static void visit_note(void *context, const struct evidence_note *note) {
    struct worker *w = context;
    if (w->visited++ >= w->job->resume_at) {
        const char *problem = note->problem ? note->problem : w->problem;
        struct slice texts[] = {note->path, note->kind ? slice_str(note->kind) : slice_of(NULL, 0),
                                slice_str(evidence_state_name(note->state)), *problem ? slice_str(problem) : slice_of(NULL, 0)};
        size_t start = w->out.len;
        message_begin(&w->out, MESSAGE_NOTE);
        for (size_t i = 0; i < 4; i++)
            message_add_text(&w->out, texts[i]);
        message_add_u64(&w->out, note->size);
        message_add_u64(&w->out, note->mode);
        message_add_u64(&w->out, (uint64_t)note->owner);
        finish_message(w, start);
        if (w->begun)
            flush(w); /* so that what ends the reader next is not laid to this artefact */
        w->begun = false;
    }
    w->problem[0] = '\0';
}

static bool want_kind(void *context, const char *kind) {
    const struct worker *w = context;
    return session_wants_kind(w->job->session, kind);
}

int scan_child_run(void *scan_child, int out_fd) {
    struct worker w = {.job = scan_child, .fd = out_fd, .mac_time = TIMESTAMP_NONE, .out = buffer_with_limit(FLUSH_AT + 2 * MESSAGE_LIMIT)};
    const struct scan_options *o = w.job->options;
    struct evidence_options options = {.knowledge = session_knowledge(w.job->session),
                                       .paths = o->paths,
                                       .n_paths = o->n_paths,
                                       .held = o->held,
                                       .n_held = o->n_held,
                                       .held_fd = o->held_fd,
                                       .want = want_kind,
                                       .context = &w};
    struct evidence_visitor visitor = {.context = &w, .artefact = visit_artefact, .note = visit_note};
    struct error err = {{0}};
    w.arena = arena_new(ARTEFACT_MEMORY);
    w.kept.arena = arena_new(KEPT_MEMORY);
    bool ready = w.arena && w.kept.arena;
    if (!ready)
        error_set(&err, "out of memory");
    if (ready && (o->bytes_name ? evidence_visit_bytes(&options, &visitor, o->bytes_name, o->bytes, &err)
                                : evidence_visit(&options, &visitor, &err)))
        send_texts(&w, MESSAGE_DONE, NULL, 0);
    else
        send_texts(&w, MESSAGE_FAILED, &(struct slice){(const uint8_t *)err.text, strlen(err.text)}, 1);
    flush(&w);
    if (w.kept.log)
        w.kept.free_log(w.kept.log);
    arena_free(w.kept.arena);
    arena_free(w.arena);
    buffer_free(&w.out);
    return w.broken;
}
