#include "collect/save.h"

#include <errno.h>
#include <unistd.h>

#include "collect/save_child.h"
#include "collect/sink.h"
#include "engine/scan.h"
#include "evidence/shown_path.h"
#include "os/files.h"

enum { MOST_CHILDREN = 16, SILENCE_MS = 60000, READ_BYTES = 256 << 10, ARENA_BYTES = 256 << 20 };
static const struct os_limits child_limits = {.cpu_seconds = 3600, .address_space = (uint64_t)4 << 30};

struct saving {
    struct collection *c;
    const struct save_options *options;
    struct arena *arena;
    struct redactor *redactor;
    struct sink *sink;
    bool *skipped;
    struct buffer in;
    struct buffer path; /* of the entry that comes in */
    int entry;          /* its bytes */
    uint64_t index, size;
    bool open, done;
    struct os_interrupts held; /* a half-written bundle is taken away before the program ends */
    struct saved saved;
};

static struct collect_item *item_of(struct saving *s) { return s->index < s->c->n_items ? &s->c->items[s->index] : NULL; }

/* ---- what the child sends ---- */

static bool take_begin(struct saving *s, struct slice bytes, struct error *err) {
    s->index = 0;
    for (size_t i = 0; i < bytes.len && i < 8; i++)
        s->index |= (uint64_t)bytes.data[i] << (8 * i);
    if (s->open || bytes.len != 8 || (!item_of(s) && s->index != BUNDLE_JSON))
        return error_set(err, "the writer sent an unknown item");
    s->open = true;
    s->size = 0;
    buffer_clear(&s->path);
    if (s->c->options.tell && item_of(s))
        s->c->options.tell(s->c->options.context, "writing", item_of(s)->path);
    return ftruncate(s->entry, 0) == 0 && lseek(s->entry, 0, SEEK_SET) == 0 ? true
                                                                            : error_set(err, "a temporary file fails: %s", strerror(errno));
}

static bool take_path(struct saving *s, struct slice bytes, struct error *err) {
    buffer_append(&s->path, bytes);
    buffer_add_byte(&s->path, 0);
    return buffer_ok(&s->path) && !shown_path_problem(bytes) ? true : error_set(err, "the writer sent a path that is not followed");
}

static bool take_data(struct saving *s, struct slice bytes, struct error *err) {
    s->size += bytes.len;
    return os_write_all(s->entry, bytes) ? true : error_set(err, "there is no room in the temporary folder: %s", strerror(errno));
}

static bool take_end(struct saving *s, struct slice bytes, struct error *err) {
    (void)bytes;
    const struct collect_item *item = item_of(s);
    struct sink_entry entry = {.path = (const char *)s->path.data,
                               .mode = item ? item->mode : 0644,
                               .owner = item ? item->owner : 0,
                               .modified = item ? item->modified : s->c->options.now};
    if (!s->open || s->path.len < 2)
        return error_set(err, "the writer sent an entry without a path");
    s->open = false;
    s->saved.files += item && !item->kinds;
    s->saved.outputs += item && item->kinds;
    s->saved.bytes += s->size;
    return sink_add(s->sink, &entry, s->entry, s->size, err);
}

/* What is told of an item is shown in the summary. */
static bool take_note(struct saving *s, struct slice bytes, struct error *err) {
    (void)err;
    if (item_of(s))
        item_of(s)->problem = arena_string(s->c->arena, bytes);
    return true;
}

static bool take_drop(struct saving *s, struct slice bytes, struct error *err) {
    s->open = false;
    s->saved.left_out++;
    return take_note(s, bytes, err);
}

static bool take_done(struct saving *s, struct slice bytes, struct error *err) {
    (void)bytes;
    (void)err;
    s->done = true;
    return true;
}

static bool take_frames(struct saving *s, struct error *err) {
    static bool (*const takers[FRAME_KINDS])(struct saving *, struct slice, struct error *) = {
        [FRAME_BEGIN] = take_begin, [FRAME_PATH] = take_path, [FRAME_DATA] = take_data, [FRAME_END] = take_end,
        [FRAME_DROP] = take_drop,   [FRAME_NOTE] = take_note, [FRAME_DONE] = take_done};
    struct slice rest = buffer_slice(&s->in);
    bool good = true;
    while (good && rest.len >= FRAME_HEAD && !s->done) {
        const uint8_t *h = rest.data;
        size_t len = (size_t)h[1] | (size_t)h[2] << 8 | (size_t)h[3] << 16 | (size_t)h[4] << 24;
        if (h[0] >= FRAME_KINDS || len > FRAME_MOST)
            return error_set(err, "the writer sent something unknown");
        if (rest.len - FRAME_HEAD < len)
            break;
        good = takers[h[0]](s, slice_sub(rest, FRAME_HEAD, len), err);
        rest = slice_from(rest, FRAME_HEAD + len);
    }
    buffer_drop_front(&s->in, s->in.len - rest.len);
    return good;
}

static bool listen(struct saving *s, struct os_child *child, struct error *err) {
    while (!s->done) {
        size_t got = 0;
        if (os_interrupts_wait(&s->held))
            return error_set(err, "interrupted");
        if (!buffer_reserve(&s->in, READ_BYTES))
            return error_set(err, "out of memory");
        if (os_child_read(child, s->in.data + s->in.len, READ_BYTES, SILENCE_MS, &got) != OS_READ_DATA)
            return true;
        s->in.len += got;
        if (!take_frames(s, err))
            return false;
    }
    return true;
}

/* One child over all items. False: it is no use to go on; else s->done, or an item more is skipped. */
static bool run_child(struct saving *s, struct error *err) {
    struct save_child job = {s->c, s->redactor, s->skipped};
    struct os_child child;
    s->open = false;
    s->saved = (struct saved){0};
    buffer_clear(&s->in);
    s->sink = sink_open(s->options->path, s->options->owner, s->options->group, s->arena, err);
    if (!s->sink)
        return false;
    bool good = os_child_start(&child, save_child_run, &job, s->c->spool, &child_limits, err);
    if (good) {
        good = listen(s, &child, err);
        if (!s->done)
            os_child_kill(&child);
        (void)os_child_wait(&child);
    }
    if (good && s->done)
        return sink_commit(s->sink, err);
    sink_abandon(s->sink);
    if (good && (!s->open || !item_of(s)))
        return error_set(err, "the process that writes the bundle was ended");
    if (good) {
        s->skipped[s->index] = true;
        item_of(s)->problem = "reading it ended the reader";
    }
    return good;
}

/* Reads the collection as evidence, for what is personal in it. */
static bool learn(struct saving *s, struct session **ret_session, struct error *err) {
    static const char *const tables[] = {"account", "process",    "profile", "launchd_job", "security",
                                         "nvram",   "preference", "signal",  "error",       "evidence"};
    struct session *session = *ret_session = session_open(s->c->options.knowledge, err);
    struct scan_options options = {.held_fd = s->c->spool};
    if (!session)
        return false;
    redact_wants(session);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        session_want(session, tables[i]);
    options.held = collection_held(s->c, &options.n_held);
    if (!options.held)
        return error_set(err, "out of memory");
    if (options.n_held && !scan_evidence(session, &options, err))
        return false;
    s->redactor = redactor_open(session, s->arena, err);
    return s->redactor != NULL;
}

static bool prepare(struct saving *s, struct session **ret_session, struct error *err) {
    s->arena = arena_new(ARENA_BYTES);
    s->skipped = s->arena ? arena_array(s->arena, s->c->n_items, sizeof *s->skipped) : NULL;
    if (!s->skipped)
        return error_set(err, "out of memory");
    s->entry = os_temporary_file(s->c->options.temporary, err);
    return s->entry >= 0 && (s->options->no_redact || learn(s, ret_session, err));
}

bool save_bundle(struct collection *c, const struct save_options *options, struct saved *ret_saved, struct error *err) {
    struct saving s = {.c = c,
                       .options = options,
                       .entry = -1,
                       .in = buffer_with_limit(2 * (FRAME_MOST + READ_BYTES)),
                       .path = buffer_with_limit(FRAME_MOST)};
    struct session *session = NULL;
    bool good = prepare(&s, &session, err);
    os_interrupts_hold(&s.held);
    for (int i = 0; good && !s.done && i < MOST_CHILDREN; i++)
        good = run_child(&s, err);
    os_interrupts_release(&s.held);
    if (good && !s.done)
        good = error_set(err, "too many of the files end the process that writes the bundle");
    if (good)
        *ret_saved = s.saved;
    redactor_close(s.redactor);
    session_close(session);
    if (s.entry >= 0)
        close(s.entry);
    buffer_free(&s.in);
    buffer_free(&s.path);
    arena_free(s.arena);
    return good;
}
