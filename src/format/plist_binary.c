/*
 * The binary form, "bplist00": objects, a table of their offsets, and a trailer of 32 bytes that says where the table is. The checks are
 * those of CoreFoundation's CFBinaryPList.c, each with its own message.
 *
 * Every object is read once. An array keeps a copy of each child's node; a child that is named again is copied again, with the same
 * children behind it, so memory follows the file and not the expansion. The size of the expansion is counted and limited.
 */
#include "format/plist_binary.h"

enum { HEADER_SIZE = 8, TRAILER_SIZE = 32 };

enum state { UNSEEN, OPEN, DONE };

#define FAULT(b, at, ...) ((b)->in->problem->offset = (at), error_set((b)->in->err, __VA_ARGS__))

static bool out_of_memory(struct plist_binary *b) { return FAULT(b, 0, "the list needs more memory than is allowed for it"); }

static bool check_sizes(struct plist_binary *b, uint64_t at) {
    if (b->offset_size < 1 || b->offset_size > 8)
        return FAULT(b, at + 6, "trailer: the size of offsets is %llu, not 1 to 8", (unsigned long long)b->offset_size);
    if (b->ref_size < 1 || b->ref_size > 8)
        return FAULT(b, at + 7, "trailer: the size of references is %llu, not 1 to 8", (unsigned long long)b->ref_size);
    if (b->n_objects < 1)
        return FAULT(b, at + 8, "trailer: the number of objects is 0");
    if (b->n_objects > plist_limits.nodes)
        return FAULT(b, at + 8, "trailer: the number of objects is %llu, more than %zu", (unsigned long long)b->n_objects,
                     plist_limits.nodes);
    if (b->top >= b->n_objects)
        return FAULT(b, at + 16, "trailer: the top object is %llu of %llu", (unsigned long long)b->top, (unsigned long long)b->n_objects);
    if (b->ref_size < 8 && UINT64_C(1) << 8 * b->ref_size <= b->n_objects)
        return FAULT(b, at + 7, "trailer: references of %llu bytes cannot name %llu objects", (unsigned long long)b->ref_size,
                     (unsigned long long)b->n_objects);
    return true;
}

/* `at` is where the trailer stands, and so where the table has to end. */
static bool check_table(struct plist_binary *b, uint64_t at) {
    if (b->table_at < HEADER_SIZE + 1 || b->table_at >= at)
        return FAULT(b, at + 24, "trailer: the table of offsets at 0x%llx is outside the objects, 0x%x to 0x%llx",
                     (unsigned long long)b->table_at, HEADER_SIZE + 1, (unsigned long long)at);
    uint64_t end = b->table_at + b->n_objects * b->offset_size;
    if (end != at)
        return FAULT(b, at + 24, "the table of %llu offsets at 0x%llx ends at 0x%llx, but the trailer begins at 0x%llx",
                     (unsigned long long)b->n_objects, (unsigned long long)b->table_at, (unsigned long long)end, (unsigned long long)at);
    if (b->offset_size < 8 && UINT64_C(1) << 8 * b->offset_size <= b->table_at)
        return FAULT(b, at + 6, "trailer: offsets of %llu bytes cannot reach 0x%llx", (unsigned long long)b->offset_size,
                     (unsigned long long)b->table_at);
    return true;
}

static uint64_t offset_of(const struct plist_binary *b, uint64_t object) {
    struct reader r = reader_of(b->in->text);
    reader_seek(&r, (size_t)(b->table_at + object * b->offset_size));
    return reader_uint_be(&r, (size_t)b->offset_size);
}

/* CoreFoundation refuses a list with any offset past the end, even of an object that nothing names. */
static bool check_offsets(struct plist_binary *b) {
    for (uint64_t i = 0; i < b->n_objects; i++) {
        uint64_t at = offset_of(b, i);
        if (at >= b->table_at)
            return FAULT(b, b->table_at + i * b->offset_size, "object %llu points past the end: 0x%llx > 0x%llx", (unsigned long long)i,
                         (unsigned long long)at, (unsigned long long)b->table_at - 1);
    }
    return true;
}

/* After a fault in the trailer. Five bytes of a trailer are unused, and every writer leaves them zero. */
static bool cut_off(struct plist_binary *b, size_t at) {
    static const uint8_t unused[5];
    if (slice_equal(slice_sub(b->in->text, at, sizeof unused), slice_of(unused, sizeof unused)))
        return false;
    return error_wrap(b->in->err, "the last %d bytes are not a trailer, so the file is probably cut off", TRAILER_SIZE);
}

static bool read_trailer(struct plist_binary *b) {
    struct slice text = b->in->text;
    if (text.len < HEADER_SIZE + 1 + TRAILER_SIZE)
        return FAULT(b, text.len, "%zu bytes are too few for a binary list: header, one object and trailer are %d", text.len,
                     HEADER_SIZE + 1 + TRAILER_SIZE);
    if (!slice_starts_with(text, "bplist0"))
        return FAULT(b, 6, "binary version \"%s\" is not 00", plist_quote(slice_sub(text, 6, 2)).text);
    struct reader r = reader_of(text);
    uint64_t at = text.len - TRAILER_SIZE;
    reader_seek(&r, (size_t)at + 6);
    b->offset_size = reader_u8(&r);
    b->ref_size = reader_u8(&r);
    b->n_objects = reader_u64be(&r);
    b->top = reader_u64be(&r);
    b->table_at = reader_u64be(&r);
    if (!check_sizes(b, at) || !check_table(b, at))
        return cut_off(b, (size_t)at);
    b->objects = slice_sub(text, 0, (size_t)b->table_at);
    return check_offsets(b);
}

/* Room for the children, and the container on the stack. */
static bool open_container(struct plist_binary *b, const struct plist_binary_item *item, struct plist *node) {
    bool dict = node->type == PLIST_DICT;
    size_t n_refs = node->n_items * (dict ? 2 : 1);
    if (b->depth == PLIST_MAX_DEPTH)
        return ITEM_FAULT(b, item, "more than %d containers inside each other", PLIST_MAX_DEPTH);
    b->nodes_made += node->n_items;
    if (b->nodes_made > plist_limits.nodes)
        return ITEM_FAULT(b, item, "the list holds more than %zu values", plist_limits.nodes);
    struct plist_binary_visit v = {.object = item->number, .node = node, .n_refs = n_refs, .expanded = 1, .depth = 1};
    v.items = arena_array(b->in->arena, node->n_items, sizeof *v.items);
    v.keys = dict ? arena_array(b->in->arena, node->n_items, sizeof *v.keys) : NULL;
    if (!v.items || (dict && !v.keys))
        return out_of_memory(b);
    v.refs_at = item->r.offset - (size_t)(n_refs * b->ref_size);
    node->items = v.items;
    node->keys = v.keys;
    b->visits[b->depth++] = v;
    return true;
}

static void finish(struct plist_binary *b, uint64_t number, const struct plist *node, uint64_t expanded, uint8_t depth) {
    b->table[number] = (struct plist_binary_object){.node = node, .expanded = (uint32_t)expanded, .state = DONE, .depth = depth};
}

/* Reads an object that was not read before into `node`. A leaf is done; a container goes on the stack. */
static bool read_object(struct plist_binary *b, uint64_t number, struct plist *node) {
    struct plist_binary_item item = {.number = number, .at = offset_of(b, number), .r = reader_of(b->objects)};
    if (item.at < HEADER_SIZE)
        return ITEM_FAULT(b, &item, "it points into the header");
    reader_seek(&item.r, (size_t)item.at);
    item.marker = reader_u8(&item.r);
    *node = (struct plist){.offset = item.at};
    if (!plist_binary_read_item(b, &item, node))
        return false;
    if (node->type < PLIST_ARRAY) {
        finish(b, number, node, 1, 0);
        return true;
    }
    b->table[number].state = OPEN;
    return open_container(b, &item, node);
}

static bool next_ref(struct plist_binary *b, const struct plist_binary_visit *v, uint64_t *ret_object) {
    struct reader r = reader_of(b->objects);
    reader_seek(&r, v->refs_at);
    uint64_t object = reader_uint_be(&r, (size_t)b->ref_size);
    if (object >= b->n_objects) {
        b->in->problem->offset = v->refs_at;
        return error_set(b->in->err, "object %llu at offset 0x%llx: reference %zu names object %llu, but there are %llu",
                         (unsigned long long)v->object, (unsigned long long)v->node->offset, v->next, (unsigned long long)object,
                         (unsigned long long)b->n_objects);
    }
    *ret_object = object;
    return true;
}

/* The child, done, is counted into its container. */
static bool count_child(struct plist_binary *b, struct plist_binary_visit *v, const struct plist_binary_object *child) {
    v->expanded += child->expanded;
    if (child->depth >= v->depth)
        v->depth = (uint8_t)(child->depth + 1);
    if (v->expanded > plist_limits.nodes)
        return FAULT(b, v->node->offset,
                     "object %llu at offset 0x%llx expands to more than %zu values, because objects are named many times",
                     (unsigned long long)v->object, (unsigned long long)v->node->offset, plist_limits.nodes);
    if (v->depth + b->depth - 1 > PLIST_MAX_DEPTH)
        return FAULT(b, v->node->offset, "object %llu at offset 0x%llx: more than %d containers inside each other",
                     (unsigned long long)v->object, (unsigned long long)v->node->offset, PLIST_MAX_DEPTH);
    return true;
}

static bool take_key(struct plist_binary *b, struct plist_binary_visit *v, uint64_t object) {
    struct plist_binary_object *o = &b->table[object];
    if (o->state == UNSEEN) {
        struct plist *node = arena_alloc(b->in->arena, sizeof *node);
        size_t depth = b->depth;
        if (!node)
            return out_of_memory(b);
        if (!read_object(b, object, node))
            return false;
        b->depth = depth; /* a container as a key is refused below, unread */
    }
    if (o->state != DONE || o->node->type != PLIST_STRING)
        return FAULT(b, v->node->offset, "object %llu at offset 0x%llx: key %zu, object %llu, is not a string",
                     (unsigned long long)v->object, (unsigned long long)v->node->offset, v->next, (unsigned long long)object);
    v->keys[v->next] = o->node->text;
    return true;
}

static bool take_value(struct plist_binary *b, struct plist_binary_visit *v, uint64_t object) {
    size_t index = v->next - (v->keys ? v->node->n_items : 0);
    struct plist_binary_object *o = &b->table[object];
    if (o->state == OPEN)
        return FAULT(b, v->node->offset, "object %llu at offset 0x%llx contains object %llu, which contains it",
                     (unsigned long long)v->object, (unsigned long long)v->node->offset, (unsigned long long)object);
    if (o->state == DONE) {
        v->items[index] = *o->node;
        return count_child(b, v, o);
    }
    if (!read_object(b, object, &v->items[index]))
        return false;
    return o->state != DONE || count_child(b, v, o);
}

/* All children of the innermost container are done. */
static bool close_container(struct plist_binary *b) {
    struct plist_binary_visit *v = &b->visits[b->depth - 1];
    finish(b, v->object, v->node, v->expanded, v->depth);
    uint64_t object = v->object;
    b->depth--;
    return b->depth == 0 || count_child(b, &b->visits[b->depth - 1], &b->table[object]);
}

static bool walk(struct plist_binary *b) {
    while (b->depth) {
        struct plist_binary_visit *v = &b->visits[b->depth - 1];
        uint64_t object = 0;
        if (v->next == v->n_refs) {
            if (!close_container(b))
                return false;
            continue;
        }
        if (!next_ref(b, v, &object))
            return false;
        bool key = v->keys && v->next < v->node->n_items;
        if (!(key ? take_key(b, v, object) : take_value(b, v, object)))
            return false;
        v->refs_at += (size_t)b->ref_size;
        v->next++;
    }
    return true;
}

bool plist_parse_binary(struct plist_input *in, const struct plist **ret_root) {
    struct plist_binary b = {.in = in};
    if (!read_trailer(&b))
        return false;
    /* Data and ASCII strings are not copied again: they point into this copy. */
    b.objects = slice_of(in->copy, (size_t)b.table_at);
    b.table = arena_array(in->arena, (size_t)b.n_objects, sizeof *b.table);
    struct plist *root = arena_alloc(in->arena, sizeof *root);
    if (!b.table || !root)
        return out_of_memory(&b);
    if (!read_object(&b, b.top, root) || !walk(&b))
        return false;
    *ret_root = root;
    return true;
}
