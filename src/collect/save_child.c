#include "collect/save_child.h"

#include <unistd.h>

#include "collect/rewrite.h"
#include "os/files.h"

enum { ARENA_BYTES = 64 << 20, VIEW = 256 << 10, MOST_JSON = 64 << 20, MOST_PATH = 16384 };

struct sender {
    const struct save_child *job;
    int fd;
    bool broken; /* nobody listens any more */
    struct arena *arena;
    struct rewriter *rewriter;
    struct outcome *outcomes;
    uint8_t *view;
};

static void send(struct sender *s, enum frame kind, struct slice bytes) {
    uint32_t n = (uint32_t)bytes.len;
    uint8_t head[FRAME_HEAD] = {(uint8_t)kind, (uint8_t)n, (uint8_t)(n >> 8), (uint8_t)(n >> 16), (uint8_t)(n >> 24)};
    if (!s->broken && (!os_write_all(s->fd, slice_of(head, sizeof head)) || !os_write_all(s->fd, bytes)))
        s->broken = true;
}

static void put(void *context, struct slice bytes) {
    while (bytes.len) {
        struct slice part = slice_sub(bytes, 0, FRAME_MOST);
        send(context, FRAME_DATA, part);
        bytes = slice_from(bytes, part.len);
    }
}

static void begin(struct sender *s, uint64_t index, const char *path) {
    struct buffer shown CLEANUP_BUFFER = buffer_with_limit(MOST_PATH);
    uint8_t number[8];
    for (size_t i = 0; i < sizeof number; i++)
        number[i] = (uint8_t)(index >> (8 * i));
    redact_append(s->job->redactor, slice_str(path), &shown);
    send(s, FRAME_BEGIN, slice_of(number, sizeof number));
    send(s, FRAME_PATH, buffer_slice(&shown));
}

static void send_item(struct sender *s, size_t index) {
    const struct collect_item *item = &s->job->collection->items[index];
    struct outcome *o = &s->outcomes[index];
    struct part_source part;
    if (!item->held || s->job->skipped[index]) {
        o->problem = item->held ? "reading it ended the reader" : NULL;
        return;
    }
    begin(s, index, item->path);
    part_source_open(&part, s->job->collection->spool, item->offset, item->size, s->view, VIEW);
    o->problem = rewrite_stream(s->rewriter, slice_str(item->path), &part.source, (struct rewrite_sink){put, s}, &o->in_bundle);
    if (o->problem)
        send(s, o->in_bundle ? FRAME_NOTE : FRAME_DROP, slice_str(o->problem));
    if (o->in_bundle)
        send(s, FRAME_END, slice_of(NULL, 0));
}

static bool send_json(struct sender *s) {
    struct buffer json CLEANUP_BUFFER = buffer_with_limit(MOST_JSON);
    bundle_json_write(s->job->collection, s->outcomes, s->job->redactor, &json);
    begin(s, BUNDLE_JSON, "bundle.json");
    put(s, buffer_slice(&json));
    send(s, FRAME_END, slice_of(NULL, 0));
    return buffer_ok(&json);
}

int save_child_run(void *save_child, int out_fd) {
    struct sender s = {.job = save_child, .fd = out_fd, .arena = arena_new(ARENA_BYTES)};
    const struct collection *c = s.job->collection;
    struct error err;
    s.outcomes = s.arena ? arena_array(s.arena, c->n_items, sizeof *s.outcomes) : NULL;
    s.view = s.outcomes ? arena_alloc(s.arena, VIEW) : NULL;
    s.rewriter = s.view ? rewriter_new(s.job->redactor, s.arena, &err) : NULL;
    bool good = s.rewriter != NULL;
    for (size_t i = 0; good && i < c->n_items && !s.broken; i++)
        send_item(&s, i);
    good = good && send_json(&s) && !s.broken;
    if (good)
        send(&s, FRAME_DONE, slice_of(NULL, 0));
    rewriter_close(s.rewriter);
    arena_free(s.arena);
    return good ? 0 : 1;
}
