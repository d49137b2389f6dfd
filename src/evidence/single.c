/* One thing with bytes: compression off, archive or artefact, to the visitor, and its note. */
#include <inttypes.h>

#include "evidence/recognise.h"
#include "evidence/visit.h"

/* The artefact's view of its source, with the limit and the count of what was read. */
struct reading {
    struct source *source;
    uint64_t taken, limit;
};

static bool read_artefact(struct artefact *a, void *bytes, size_t capacity, size_t *ret_len, struct error *err) {
    struct reading *r = a->state;
    struct slice rest;
    if (r->taken >= r->limit && source_peek(r->source, &rest, err) && rest.len)
        return error_set(err, "larger than the limit of %" PRIu64 " bytes for one artefact", r->limit);
    uint64_t left = r->limit - r->taken;
    size_t room = capacity < left || left == 0 ? capacity : (size_t)left; /* at the limit only the end is left to be read */
    size_t got = 0;
    if (!source_read(r->source, bytes, room, &got, err))
        return false;
    r->taken += got;
    *ret_len = got;
    return true;
}

static void offer(struct visit *v, const struct item *item, const char *kind, struct source *source, bool inflated) {
    struct reading reading = {.source = source, .limit = v->limits.artefact_bytes};
    struct artefact a = {.path = item->path,
                         .kind = kind,
                         .modified = item->modified,
                         .size = inflated ? UINT64_MAX : item->size,
                         .mode = item->mode,
                         .owner = item->owner,
                         .read = read_artefact,
                         .state = &reading};
    struct error err = {{0}};
    bool good = v->visitor->artefact(v->visitor->context, &a, &err);
    uint64_t size = item->size == UINT64_MAX ? reading.taken : item->size;
    if (good && source->truncated)
        visit_note_item(v, item, kind, EVIDENCE_TRUNCATED, source->why.text, size);
    else if (good)
        visit_note_item(v, item, kind, EVIDENCE_READ, NULL, size);
    else
        visit_note_item(v, item, kind, source->truncated ? EVIDENCE_TRUNCATED : EVIDENCE_DAMAGED,
                        err.text[0] ? err.text : "it cannot be read", size);
}

/* A kind that a name gives to anything, so that what is inside may know better. */
static bool is_general(const char *kind) { return strcmp(kind, "agent_log") == 0 || strcmp(kind, "log_show") == 0; }

static bool known_to_knowledge(const struct visit *v, const char *kind) {
    return tsv_find(knowledge_find(v->options->knowledge, "artefact"), "kind", slice_str(kind)) != SIZE_MAX;
}

/* Does the name say nothing or little of a file that a person named or put into a folder? Then its content tells. */
static bool is_open(const struct item *item, const char *by_name) {
    return (item->named || item->loose) && (!by_name || is_general(by_name));
}

static const char *decide_kind(struct visit *v, const struct item *item, struct slice head, const char **ret_format) {
    const char *by_name = visit_kind(v, item);
    if (!is_open(item, by_name))
        return by_name;
    if (!by_name && (by_name = visit_typed_kind(v, item->path)))
        return by_name;
    struct recognised r = recognise_content(head, head.len < VISIT_FILE_BUFFER);
    *ret_format = r.format;
    if (r.kind && !known_to_knowledge(v, r.kind))
        r.kind = NULL;
    if (by_name && !(r.kind && (strcmp(r.kind, "install_log") == 0 || strcmp(r.kind, "log_show") == 0)))
        return by_name;
    return r.kind;
}

/* A copy of a terminal. */
static bool looks_typed(const struct visit *v, const struct item *item, struct slice head) {
    return is_open(item, visit_kind(v, item)) && item->nesting <= v->limits.nesting && recognise_is_text(head) &&
           visit_is_transcript(v, head);
}

static void visit_plain(struct visit *v, const struct item *item, struct source *source, bool inflated) {
    struct slice head;
    struct error err = {{0}};
    if (!source_peek(source, &head, &err)) {
        enum evidence_state state = source->truncated ? EVIDENCE_TRUNCATED : EVIDENCE_DAMAGED;
        visit_note_item(v, item, visit_kind(v, item), state, err.text, item->size);
        return;
    }
    if (item->named && head.len == 0) {
        visit_note_item(v, item, NULL, EVIDENCE_SKIPPED, "an empty file", 0);
        return;
    }
    const char *format = "of no known kind";
    bool may_hold = item->named || recognise_archive_name(item->path);
    if (may_hold && recognise_archive(head)) {
        if (item->nesting >= v->limits.nesting)
            visit_note_item(v, item, NULL, EVIDENCE_SKIPPED, "an archive inside too many others", item->size);
        else
            visit_archive(v, item, source);
        return;
    }
    if (looks_typed(v, item, head) && visit_transcript(v, item, source))
        return;
    const char *kind = decide_kind(v, item, head, &format);
    const struct evidence_options *o = v->options;
    if (!kind && item->named)
        visit_note_item(v, item, NULL, EVIDENCE_SKIPPED, format, item->size);
    else if (!kind || (o->want && !o->want(o->context, kind)))
        visit_note_item(v, item, kind, EVIDENCE_LISTED, NULL, item->size);
    else
        offer(v, item, kind, source, inflated);
}

void visit_stream(struct visit *v, const struct item *item, struct source *source) {
    size_t base = v->n_layers;
    struct slice head;
    struct error err = {{0}};
    bool good = true;
    while (good && source_peek(source, &head, NULL) && decompress_recognises(head)) {
        if (v->n_layers == VISIT_LAYERS || v->n_layers - base == 2) {
            good = error_set(&err, "compressed too many times over");
            break;
        }
        struct decompressor **d = &v->layers[v->n_layers];
        if (!*d)
            *d = decompress_new(v->arena);
        struct source *plain = *d ? decompress_open(*d, source, v->limits.ratio, &err) : NULL;
        if (!*d)
            error_set(&err, "out of memory");
        good = plain != NULL;
        if (!good)
            break;
        v->n_layers++;
        plain->limit = v->limits.stream_bytes;
        source = plain;
    }
    if (good)
        visit_plain(v, item, source, v->n_layers > base);
    else
        visit_note_item(v, item, visit_kind(v, item), EVIDENCE_DAMAGED, err.text, item->size);
    while (v->n_layers > base)
        decompress_close(v->layers[--v->n_layers]);
}

void visit_descriptor(struct visit *v, const struct item *item, int fd) {
    struct file_source file;
    bool sized = item->size != UINT64_MAX;
    file_source_open(&file, fd, sized ? item->size : 0, sized, v->file_buffer, VISIT_FILE_BUFFER);
    visit_stream(v, item, &file.source);
}
