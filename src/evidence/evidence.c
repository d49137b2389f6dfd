#include "evidence/evidence.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evidence/recognise.h"
#include "evidence/visit.h"

enum { ARENA_BYTES = 16 << 20, LOOSE_DEPTH = 2 };

static const struct evidence_limits default_limits = {
    .entries = 500000, .stream_bytes = UINT64_C(64) << 30, .artefact_bytes = UINT64_C(8) << 30, .ratio = 400, .depth = 64, .nesting = 3};

const char *evidence_state_name(enum evidence_state state) {
    static const char *const names[] = {"listed", "read", "skipped", "missing", "damaged", "truncated"};
    return names[state];
}

void visit_note(struct visit *v, struct slice path, const char *kind, enum evidence_state state, const char *problem, uint64_t size) {
    const struct item item = {.path = path, .owner = -1};
    visit_note_item(v, &item, kind, state, problem, size);
}

void visit_note_item(struct visit *v, const struct item *item, const char *kind, enum evidence_state state, const char *problem,
                     uint64_t size) {
    const struct evidence_note note = {item->path, kind, state, problem, size, item->mode, item->owner};
    v->visitor->note(v->visitor->context, &note);
}

bool visit_count(struct visit *v, struct slice container) {
    if (v->entries < v->limits.entries) {
        v->entries++;
        return true;
    }
    if (!v->limit_told) {
        struct error err;
        error_set(&err, "more than %" PRIu64 " files and folders: the rest is left out", v->limits.entries);
        visit_note(v, container, NULL, EVIDENCE_SKIPPED, err.text, UINT64_MAX);
    }
    v->limit_told = true;
    return false;
}

const char *visit_kind(const struct visit *v, const struct item *item) {
    return knowledge_artefact_kind(v->options->knowledge, item->naming.len ? item->naming : item->path);
}

bool visit_wants(struct visit *v, const struct item *item) {
    const struct evidence_options *o = v->options;
    if (recognise_archive_name(item->path))
        return true;
    const char *kind = visit_kind(v, item);
    if (item->loose && !kind && item->size > 0)
        return true;
    if (kind && (!o->want || o->want(o->context, kind)))
        return true;
    visit_note_item(v, item, kind, EVIDENCE_LISTED, NULL, item->size);
    return false;
}

bool visit_is_loose(struct slice shown_path, struct slice prefix) {
    struct slice rest = slice_from(shown_path, prefix.len);
    size_t folders = 0;
    for (size_t i = 0; i < rest.len; i++)
        folders += rest.data[i] == '/';
    return folders <= LOOSE_DEPTH && !slice_starts_with(rest, "root/");
}

static struct slice base_name(const char *path) {
    struct slice s = slice_str(path);
    while (s.len > 1 && s.data[s.len - 1] == '/')
        s.len--;
    for (size_t at; (at = slice_find_byte(s, '/')) != SLICE_NOT_FOUND && at + 1 < s.len;)
        s = slice_from(s, at + 1);
    return s;
}

/* The base name of the argument, with "-2", "-3" ... when an earlier one has the same. */
static void name_argument(const struct visit *v, size_t index, struct buffer *out) {
    const struct evidence_options *o = v->options;
    struct slice base = strcmp(o->paths[index], "-") == 0 ? slice_str("stdin") : base_name(o->paths[index]);
    size_t earlier = 0;
    for (size_t i = 0; i < index; i++)
        earlier += slice_equal(base_name(o->paths[i]), base);
    buffer_append(out, base);
    if (earlier)
        buffer_printf(out, "-%zu", earlier + 1);
}

static void visit_argument(struct visit *v, size_t index) {
    const char *path = v->options->paths[index];
    bool standard_input = strcmp(path, "-") == 0;
    struct buffer name CLEANUP_BUFFER = buffer_with_limit(VISIT_PATH_BYTES);
    struct buffer prefix CLEANUP_BUFFER = buffer_with_limit(VISIT_PATH_BYTES);
    name_argument(v, index, &name);
    if (v->options->n_paths > 1) {
        buffer_append(&prefix, buffer_slice(&name));
        buffer_add_byte(&prefix, '/');
    }
    struct stat st;
    /* O_NONBLOCK: a FIFO is not waited for. */
    int fd = standard_input ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0) {
        bool missing = errno == ENOENT || errno == ENOTDIR || errno == ELOOP;
        visit_note(v, buffer_slice(&name), NULL, missing ? EVIDENCE_MISSING : EVIDENCE_SKIPPED, strerror(errno), UINT64_MAX);
    } else if (S_ISDIR(st.st_mode)) {
        visit_folder(v, buffer_slice(&name), buffer_slice(&prefix), fd);
        return; /* which closed it */
    } else if (!S_ISREG(st.st_mode) && !standard_input) {
        visit_note(v, buffer_slice(&name), NULL, EVIDENCE_SKIPPED, "a device, FIFO or socket is not read (give - to read a pipe)",
                   UINT64_MAX);
    } else if (visit_count(v, buffer_slice(&name))) {
        bool regular = S_ISREG(st.st_mode);
        struct item item = {.path = buffer_slice(&name),
                            .naming = standard_input ? slice_str("-") : slice_str(path),
                            .prefix = buffer_slice(&prefix),
                            .size = regular ? (uint64_t)st.st_size : UINT64_MAX,
                            .modified = regular && st.st_mtime > 0 ? (int64_t)st.st_mtime * NS_PER_SECOND : TIMESTAMP_NONE,
                            .owner = -1,
                            .named = true};
        visit_descriptor(v, &item, fd);
    }
    if (fd >= 0)
        close(fd);
}

static bool start(struct visit *v, struct error *err) {
    v->limits = v->options->limits;
    struct evidence_limits *l = &v->limits;
    const struct evidence_limits *d = &default_limits;
    l->entries = l->entries ? l->entries : d->entries;
    l->stream_bytes = l->stream_bytes ? l->stream_bytes : d->stream_bytes;
    l->artefact_bytes = l->artefact_bytes ? l->artefact_bytes : d->artefact_bytes;
    l->ratio = l->ratio ? l->ratio : d->ratio;
    l->depth = l->depth && l->depth <= VISIT_MAX_DEPTH ? l->depth : d->depth;
    l->nesting = l->nesting && l->nesting <= VISIT_MAX_NESTING ? l->nesting : d->nesting;
    v->arena = arena_new(ARENA_BYTES);
    v->file_buffer = v->arena ? arena_alloc(v->arena, VISIT_FILE_BUFFER) : NULL;
    if (v->file_buffer)
        return true;
    arena_free(v->arena);
    return error_set(err, "out of memory");
}

bool evidence_visit(const struct evidence_options *options, const struct evidence_visitor *visitor, struct error *err) {
    struct visit v = {.options = options, .visitor = visitor};
    if (options->n_paths == 0 && options->n_held == 0)
        return error_set(err, "no evidence was given");
    if (!start(&v, err))
        return false;
    visit_held(&v);
    for (size_t i = 0; i < options->n_paths; i++)
        visit_argument(&v, i);
    arena_free(v.arena);
    return true;
}

bool evidence_visit_bytes(const struct evidence_options *options, const struct evidence_visitor *visitor, const char *name,
                          struct slice bytes, struct error *err) {
    struct visit v = {.options = options, .visitor = visitor};
    if (!start(&v, err))
        return false;
    struct item item = {.path = slice_str(name), .size = bytes.len, .modified = TIMESTAMP_NONE, .owner = -1, .named = true};
    struct memory_source memory;
    memory_source_open(&memory, bytes);
    visit_stream(&v, &item, &memory.source);
    arena_free(v.arena);
    return true;
}
