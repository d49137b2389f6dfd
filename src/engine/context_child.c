#include "engine/context_child.h"

#include "engine/row_pipe.h"
#include "evidence/evidence.h"
#include "format/text_decode.h"
#include "os/files.h"

enum { CHUNK = 128 << 10, ARTEFACT_MEMORY = 8 << 20, OUT_LIMIT = 4 << 20 };

struct walker {
    const struct context_child *job;
    int fd;
    struct buffer out;
    struct arena *arena;
    size_t left; /* places whose source has not come yet */
};

/* One artefact: the places in it are next .. end - 1. */
struct lines {
    struct walker *walker;
    size_t next, end;
    int64_t number; /* of the line that is being read */
    struct buffer line;
};

static void flush(struct walker *w) {
    (void)!os_write_all(w->fd, buffer_slice(&w->out)); /* else nobody listens any more */
    buffer_clear(&w->out);
}

static void send_done(struct walker *w) {
    size_t start = w->out.len;
    message_begin(&w->out, MESSAGE_DONE);
    message_end(&w->out, start);
    flush(w);
}

static const struct context_place *place_at(const struct lines *l) {
    return l->next < l->end ? &l->walker->job->context->places[l->next] : NULL;
}

static void end_line(struct lines *l) {
    const struct context_place *p = place_at(l);
    if (p && l->number >= p->from) {
        struct buffer *out = &l->walker->out;
        size_t start = out->len;
        message_begin(out, MESSAGE_LINE);
        message_add_u64(out, l->next);
        message_add_u64(out, (uint64_t)l->number);
        message_add_text(out, slice_sub(buffer_slice(&l->line), 0, CONTEXT_BYTES));
        message_end(out, start);
    }
    if (p && l->number == p->to)
        l->next++;
    l->number++;
    buffer_clear(&l->line);
}

static void take_text(struct lines *l, struct slice text) {
    while (text.len && place_at(l)) {
        size_t end = slice_find_byte(text, '\n');
        struct slice part = slice_sub(text, 0, end);
        if (l->number >= place_at(l)->from && l->line.len < CONTEXT_BYTES)
            buffer_append(&l->line, slice_sub(part, 0, CONTEXT_BYTES - l->line.len));
        if (end == SLICE_NOT_FOUND)
            return;
        end_line(l);
        text = slice_from(text, end + 1);
    }
}

static bool read_lines(struct lines *l, struct artefact *a, struct error *err) {
    struct text_decode decode = text_decode_start();
    struct buffer scratch CLEANUP_BUFFER = buffer_with_limit((size_t)3 * CHUNK + 2 * TEXT_DECODE_SNIFF);
    uint8_t *chunk = arena_alloc(l->walker->arena, CHUNK);
    struct slice text;
    size_t got = 1;
    while (chunk && got && place_at(l)) {
        if (!a->read(a, chunk, CHUNK, &got, err) || !text_decode_push(&decode, slice_of(chunk, got), got == 0, &scratch, &text, err))
            return false;
        take_text(l, text);
    }
    if (place_at(l) && l->line.len)
        end_line(l); /* a last line without its end */
    return true;
}

static bool visit_artefact(void *context, struct artefact *a, struct error *err) {
    struct walker *w = context;
    const struct context *c = w->job->context;
    struct lines l = {.walker = w, .number = 1, .line = buffer_with_limit(CONTEXT_BYTES)};
    while (l.next < c->n_places && !slice_equal(c->places[l.next].source, a->path))
        l.next++;
    l.end = l.next;
    while (l.end < c->n_places && slice_equal(c->places[l.end].source, a->path))
        l.end++;
    if (l.next == l.end || w->left == 0)
        return true;
    w->left -= l.end - l.next < w->left ? l.end - l.next : w->left;
    bool good = read_lines(&l, a, err);
    buffer_free(&l.line);
    flush(w);
    arena_reset(w->arena);
    if (w->left == 0)
        send_done(w); /* who listens ends this child now: the rest of the evidence need not be walked */
    return good;
}

static void visit_note(void *context, const struct evidence_note *note) {
    (void)context;
    (void)note;
}

static bool want_kind(void *context, const char *kind) {
    const struct walker *w = context;
    for (const char *const *k = w->job->kinds; *k; k++)
        if (strcmp(*k, kind) == 0)
            return true;
    return false;
}

int context_child_run(void *context_child, int out_fd) {
    struct walker w = {.job = context_child, .fd = out_fd, .out = buffer_with_limit(OUT_LIMIT), .arena = arena_new(ARTEFACT_MEMORY)};
    const struct scan_options *o = w.job->options;
    struct evidence_options options = {
        .knowledge = w.job->knowledge, .paths = o->paths, .n_paths = o->n_paths, .want = want_kind, .context = &w};
    struct evidence_visitor visitor = {.context = &w, .artefact = visit_artefact, .note = visit_note};
    struct error err;
    w.left = w.job->context->n_places;
    bool walked = w.arena && evidence_visit(&options, &visitor, &err);
    send_done(&w);
    arena_free(w.arena);
    buffer_free(&w.out);
    return !walked;
}
