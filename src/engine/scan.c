#include "engine/scan.h"

#include <stdio.h>
#include <stdlib.h>

#include "engine/row_pipe.h"
#include "engine/scan_child.h"
#include "os/os.h"
#include "table/shared/mac_path.h"

enum {
    MAX_RESTARTS = 32, /* crashes after which the rest of the evidence is given up */
    HANG_MS = 30000,   /* silence while an artefact is read; the reader tells every 4 MiB that it lives */
    IDLE_MS = 180000,  /* silence between artefacts: a large member of an archive is being passed over */
    READ_BYTES = 256 << 10,
    PATH_LIMIT = 4096,
};
static const struct os_limits child_limits = {.cpu_seconds = 3600, .address_space = (uint64_t)4 << 30};

struct scan {
    struct session *session;
    const struct scan_options *options;
    struct scan_child job;
    struct os_child child;
    struct buffer in;
    struct buffer path, kind; /* of the artefact that is open */
    bool open, done;
    uint64_t notes; /* delivered so far, over all children */
    int64_t rows;   /* of the open artefact */
};

/* What became of an artefact. */
struct fate {
    struct slice path, kind, problem;
    const char *state;
    uint64_t size, mode;
    int64_t owner;
};

static struct value place_on_mac(struct arena *arena, struct slice path) {
    if (!arena || !mac_path_is_of_volume(path))
        return value_null();
    struct slice inside = mac_path(arena, path);
    return value_str(arena_printf(arena, "/%.*s", SLICE_ARG(inside)));
}

static bool add_evidence(struct scan *s, const struct fate *f, struct error *err) {
    struct arena *arena CLEANUP_ARENA = arena_new(2 * MESSAGE_TEXT_LIMIT);
    char mode[8];
    snprintf(mode, sizeof mode, "%04o", (unsigned)(f->mode & 07777));
    struct value row[] = {value_text(f->path.data ? f->path : slice_str("")),
                          value_text(f->kind),
                          value_str(f->state),
                          value_text(f->problem),
                          f->size == UINT64_MAX ? value_null() : value_integer((int64_t)f->size),
                          f->mode ? value_str(mode) : value_null(),
                          f->owner < 0 ? value_null() : value_integer(f->owner),
                          place_on_mac(arena, f->path),
                          value_integer(s->rows)};
    s->rows = 0;
    size_t index = table_index("evidence");
    return index == SIZE_MAX || session_insert(s->session, index, row, f->path, 0, TIMESTAMP_NONE, err);
}

static bool take_begin(struct scan *s, struct message *m, struct error *err) {
    (void)err;
    buffer_clear(&s->path);
    buffer_clear(&s->kind);
    buffer_append(&s->path, slice_sub(message_text(m), 0, PATH_LIMIT));
    buffer_append(&s->kind, slice_sub(message_text(m), 0, PATH_LIMIT));
    s->open = true;
    s->rows = 0;
    if (s->options->progress)
        s->options->progress(s->options->context, buffer_slice(&s->path), 0);
    return true;
}

static bool take_row(struct scan *s, struct message *m, struct error *err) {
    struct value values[MESSAGE_MAX_VALUES];
    size_t index = message_u16(m), tables = 0;
    while (all_tables[tables])
        tables++;
    if (index >= tables || all_tables[index]->n_columns > MESSAGE_MAX_VALUES)
        return error_set(err, "the reader sent a row of an unknown table");
    int64_t line = (int64_t)message_u64(m), ns = (int64_t)message_u64(m);
    struct slice source = message_text(m);
    for (size_t i = 0; i < all_tables[index]->n_columns; i++)
        values[i] = message_value(m);
    if (!message_ok(m))
        return error_set(err, "the reader sent a row of table %s that is cut short", all_tables[index]->name);
    s->rows++;
    return session_insert(s->session, index, values, source, line, ns, err);
}

static bool take_note(struct scan *s, struct message *m, struct error *err) {
    struct slice path = message_text(m), kind = message_text(m), state = message_text(m), problem = message_text(m);
    struct fate fate = {.path = path, .kind = kind, .problem = problem};
    fate.size = message_u64(m);
    fate.mode = message_u64(m);
    fate.owner = (int64_t)message_u64(m);
    static const char *const states[] = {"listed", "read", "skipped", "missing", "damaged", "truncated"};
    s->open = false;
    s->notes++;
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (slice_is(state, states[i])) {
            fate.state = states[i];
            return add_evidence(s, &fate, err);
        }
    return error_set(err, "the reader sent an unknown state");
}

static bool take_progress(struct scan *s, struct message *m, struct error *err) {
    (void)err;
    uint64_t done = message_u64(m);
    if (s->options->progress)
        s->options->progress(s->options->context, buffer_slice(&s->path), done);
    return true;
}

static bool take_done(struct scan *s, struct message *m, struct error *err) {
    (void)m;
    (void)err;
    s->done = true;
    return true;
}

static bool take_failed(struct scan *s, struct message *m, struct error *err) {
    struct slice text = message_text(m);
    s->done = true;
    return error_set(err, "%.*s", SLICE_ARG(text));
}

static bool take_message(struct scan *s, struct message *m, struct error *err) {
    static bool (*const takers[])(struct scan *, struct message *, struct error *) = {
        [MESSAGE_BEGIN] = take_begin, [MESSAGE_ROW] = take_row,   [MESSAGE_PROGRESS] = take_progress,
        [MESSAGE_NOTE] = take_note,   [MESSAGE_DONE] = take_done, [MESSAGE_FAILED] = take_failed,
    };
    size_t kind = (size_t)m->kind;
    if (kind >= sizeof takers / sizeof *takers || !takers[kind])
        return error_set(err, "the reader sent an unknown message");
    return takers[kind](s, m, err);
}

static bool take_messages(struct scan *s, struct error *err) {
    struct slice rest = buffer_slice(&s->in);
    struct message m;
    bool broken = false;
    while (message_next(&rest, &m, &broken, err))
        if (!take_message(s, &m, err))
            return false;
    buffer_drop_front(&s->in, s->in.len - rest.len);
    return !broken;
}

/* Reads until the child is done or gone. False: an error of ours; *ret_silent: it had to be given up. */
static bool listen(struct scan *s, struct os_child *child, bool *ret_silent, struct error *err) {
    static const struct error nothing = {{0}};
    int hang_ms = s->options->hang_ms > 0 ? s->options->hang_ms : HANG_MS;
    for (;;) {
        size_t got = 0;
        if (!buffer_reserve(&s->in, READ_BYTES))
            return error_set(err, "out of memory");
        enum os_read how = os_child_read(child, s->in.data + s->in.len, READ_BYTES, s->open ? hang_ms : IDLE_MS, &got);
        *ret_silent = how == OS_READ_TIMEOUT;
        if (how != OS_READ_DATA)
            return true;
        s->in.len += got;
        if (err)
            *err = nothing;
        if (!take_messages(s, err))
            return false;
        if (s->done)
            return true;
    }
}

/* Ends the scan: what was read is kept, and a row says from where on nothing was. */
static bool give_up(struct scan *s, const char *why, struct error *err) {
    s->done = true;
    struct slice path = s->path.len ? buffer_slice(&s->path) : slice_str("the evidence");
    const struct fate fate = {.path = path, .state = "truncated", .problem = slice_str(why), .size = UINT64_MAX, .owner = -1};
    return add_evidence(s, &fate, err);
}

/*
 * The artefact that ended the child gets its row. Without one there is nothing that could be left out next time: the walk itself, or
 * the opening of the next artefact, would end another child as well.
 */
static bool note_crash(struct scan *s, const char *how, struct error *err) {
    struct error text;
    if (!s->open) {
        error_set(&text, "the reader was ended (%s) on the way to what follows, which is left out", how);
        return give_up(s, text.text, err);
    }
    error_set(&text, "reading it ended the reader (%s); what came before is kept", how);
    const struct fate fate = {.path = buffer_slice(&s->path),
                              .kind = buffer_slice(&s->kind),
                              .state = "damaged",
                              .problem = slice_str(text.text),
                              .size = UINT64_MAX,
                              .owner = -1};
    s->open = false;
    s->notes++;
    return add_evidence(s, &fate, err);
}

static bool reads_standard_input(const struct scan *s) {
    for (size_t i = 0; i < s->options->n_paths; i++)
        if (strcmp(s->options->paths[i], "-") == 0)
            return true;
    return false;
}

static bool start_child(struct scan *s, struct error *err) {
    s->job = (struct scan_child){.session = s->session, .options = s->options, .resume_at = s->notes};
    buffer_clear(&s->in);
    return os_child_start(&s->child, scan_child_run, &s->job, s->options->n_held ? s->options->held_fd : -1, &child_limits, err);
}

/* Hears the child out. Whether the scan is done by that, s->done tells. */
static bool finish_child(struct scan *s, struct error *err) {
    bool silent = false, good = listen(s, &s->child, &silent, err);
    if (silent || !good)
        os_child_kill(&s->child);
    struct os_exit how = os_child_wait(&s->child);
    if (!good || s->done)
        return good;
    if (!note_crash(s, silent ? "no sign of life for too long" : *how.text ? how.text : "it stopped early", err))
        return false;
    /* Another reader would find standard input half read, and could not tell what the first one had. */
    if (!s->done && reads_standard_input(s))
        return give_up(s, "standard input cannot be read again after that: what followed is left out", err);
    return true;
}

static void end_child(struct scan *s) {
    os_child_kill(&s->child);
    os_child_wait(&s->child);
}

static void scan_free(struct scan *s) {
    buffer_free(&s->in);
    buffer_free(&s->path);
    buffer_free(&s->kind);
    free(s);
}

struct scan *scan_start(struct session *session, const struct scan_options *options, struct error *err) {
    struct scan *s = calloc(1, sizeof *s);
    if (!s) {
        error_set(err, "out of memory");
        return NULL;
    }
    *s = (struct scan){.session = session,
                       .options = options,
                       .in = buffer_with_limit(4 * MESSAGE_LIMIT),
                       .path = buffer_with_limit(PATH_LIMIT),
                       .kind = buffer_with_limit(PATH_LIMIT)};
    if (start_child(s, err))
        return s;
    scan_free(s);
    return NULL;
}

bool scan_finish(struct scan *s, struct error *err) {
    bool good = session_begin(s->session, err);
    if (good)
        good = finish_child(s, err);
    else
        end_child(s);
    for (int run = 1; good && !s->done && run < MAX_RESTARTS; run++)
        good = start_child(s, err) && finish_child(s, err);
    if (good && !s->done)
        good = give_up(s, "too many artefacts ended the reader: what followed is left out", err);
    good = good && session_settle(s->session, err);
    scan_free(s);
    return good;
}

void scan_abandon(struct scan *s) {
    end_child(s);
    scan_free(s);
}

bool scan_evidence(struct session *session, const struct scan_options *options, struct error *err) {
    struct scan *s = scan_start(session, options, err);
    return s && scan_finish(s, err);
}
