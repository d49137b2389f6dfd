/*
 * The binary form, "bplist00": objects, a table of their offsets, and a trailer of 32 bytes that says where the table is. The checks are
 * those of CoreFoundation's CFBinaryPList.c, each with its own message.
 *
 * Every object is read once. An array keeps a copy of each child's node; a child that is named again is copied again, with the same
 * children behind it, so memory follows the file and not the expansion. The size of the expansion is counted and limited.
 */
#include "base/reader.h"
#include "base/utf8.h"
#include "format/plist_parser.h"

enum { HEADER_SIZE = 8, TRAILER_SIZE = 32 };

enum state { UNSEEN, OPEN, DONE };

struct object {
    const struct plist *node; /* once DONE */
    uint32_t expanded;        /* values in it, itself included */
    uint8_t state, depth;     /* levels of containers in it, itself included */
};

/* A container whose children are being read. */
struct visit {
    uint64_t object;
    struct plist *node;
    struct plist *items;
    struct slice *keys;
    size_t refs_at; /* of the next reference */
    size_t n_refs, next;
    uint64_t expanded;
    uint8_t depth;
};

struct binary {
    struct plist_input *in;
    struct slice objects; /* header and objects, everything before the table of offsets */
    uint64_t offset_size, ref_size, n_objects, top, table_at;
    struct object *table;
    struct visit visits[PLIST_MAX_DEPTH];
    size_t depth;
    uint64_t nodes_made, bytes_read;
};

#define FAULT(b, at, ...) ((b)->in->problem->offset = (at), error_set((b)->in->err, __VA_ARGS__))

static bool out_of_memory(struct binary *b) { return FAULT(b, 0, "the list needs more memory than is allowed for it"); }

static bool check_sizes(struct binary *b, uint64_t at) {
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
static bool check_table(struct binary *b, uint64_t at) {
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

static uint64_t offset_of(const struct binary *b, uint64_t object) {
    struct reader r = reader_of(b->in->text);
    reader_seek(&r, (size_t)(b->table_at + object * b->offset_size));
    return reader_uint_be(&r, (size_t)b->offset_size);
}

/* CoreFoundation refuses a list with any offset past the end, even of an object that nothing names. */
static bool check_offsets(struct binary *b) {
    for (uint64_t i = 0; i < b->n_objects; i++) {
        uint64_t at = offset_of(b, i);
        if (at >= b->table_at)
            return FAULT(b, b->table_at + i * b->offset_size, "object %llu points past the end: 0x%llx > 0x%llx", (unsigned long long)i,
                         (unsigned long long)at, (unsigned long long)b->table_at - 1);
    }
    return true;
}

/* After a fault in the trailer. Five bytes of a trailer are unused, and every writer leaves them zero. */
static bool cut_off(struct binary *b, size_t at) {
    static const uint8_t unused[5];
    if (slice_equal(slice_sub(b->in->text, at, sizeof unused), slice_of(unused, sizeof unused)))
        return false;
    return error_wrap(b->in->err, "the file is cut off: its last %d bytes are not a trailer", TRAILER_SIZE);
}

static bool read_trailer(struct binary *b) {
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

/* An object being read: its number, its place, its marker byte. */
struct item {
    uint64_t number, at;
    uint8_t marker;
    struct reader r; /* behind the marker, limited to the objects */
};

#define ITEM_FAULT(b, item, ...) (error_set((b)->in->err, __VA_ARGS__), item_fault((b), (item)))

static bool item_fault(struct binary *b, const struct item *item) {
    b->in->problem->offset = item->at;
    return error_wrap(b->in->err, "object %llu at offset 0x%llx", (unsigned long long)item->number, (unsigned long long)item->at);
}

/* The count in the marker, or in the integer object behind it when the marker says 15. */
static bool read_count(struct binary *b, struct item *item, uint64_t *ret_count) {
    uint64_t count = item->marker & 0x0F;
    if (count == 15) {
        uint8_t marker = reader_u8(&item->r);
        if (reader_ok(&item->r) && (marker & 0xF0) != 0x10)
            return ITEM_FAULT(b, item, "its length is not an integer but 0x%02x", marker);
        if ((marker & 0x0F) > 3)
            return ITEM_FAULT(b, item, "its length is an integer of 2^%d bytes", marker & 0x0F);
        count = reader_uint_be(&item->r, (size_t)1 << (marker & 0x03));
        if (!reader_ok(&item->r))
            return ITEM_FAULT(b, item, "its length is cut off by the end of the objects");
    }
    *ret_count = count;
    return true;
}

/* `unit` bytes for each of `count`, checked against what is left. */
static bool read_run(struct binary *b, struct item *item, uint64_t unit, const char *what, struct slice *ret_bytes, uint64_t *ret_count) {
    uint64_t count = 0, left;
    if (!read_count(b, item, &count))
        return false;
    left = reader_left(&item->r);
    if (count > left / unit)
        return ITEM_FAULT(b, item, "%s of length %llu needs %llu bytes each, but %llu bytes are left before the table of offsets", what,
                          (unsigned long long)count, (unsigned long long)unit, (unsigned long long)left);
    /* Objects of an honest list do not overlap; a million that share one long string would take hours to check. */
    b->bytes_read += count * unit;
    if (b->bytes_read > 2 * b->table_at)
        return ITEM_FAULT(b, item, "%s of length %llu overlaps other objects: together they are longer than the file", what,
                          (unsigned long long)count);
    *ret_bytes = reader_bytes(&item->r, (size_t)(count * unit));
    *ret_count = count;
    return true;
}

static bool read_data(struct binary *b, struct item *item, struct plist *node) {
    uint64_t count;
    node->type = PLIST_DATA;
    return read_run(b, item, 1, "data", &node->text, &count);
}

static bool read_ascii(struct binary *b, struct item *item, struct plist *node) {
    uint64_t count;
    node->type = PLIST_STRING;
    if (!read_run(b, item, 1, "string", &node->text, &count))
        return false;
    for (size_t i = 0; i < node->text.len; i++)
        if (node->text.data[i] >= 0x80)
            return ITEM_FAULT(b, item, "byte 0x%02x in an ASCII string", node->text.data[i]);
    return true;
}

static bool read_utf16(struct binary *b, struct item *item, struct plist *node) {
    uint64_t count;
    struct slice units;
    node->type = PLIST_STRING;
    return read_run(b, item, 2, "UTF-16 string", &units, &count) &&
           (plist_utf16_to_utf8(units, false, b->in->arena, &node->text, b->in->err) || item_fault(b, item));
}

/* 1, 2 and 4 bytes are unsigned, 8 are signed, 16 hold what is above INT64_MAX. */
static bool read_integer(struct binary *b, struct item *item, struct plist *node) {
    unsigned power = item->marker & 0x0F;
    if (power > 4)
        return ITEM_FAULT(b, item, "an integer of 2^%u bytes", power);
    uint64_t high = power == 4 ? reader_u64be(&item->r) : 0, low = reader_uint_be(&item->r, power == 4 ? 8 : (size_t)1 << power);
    if (!reader_ok(&item->r))
        return ITEM_FAULT(b, item, "an integer of %u bytes, but %llu bytes are left before the table of offsets", 1u << power,
                          (unsigned long long)(b->table_at - item->at - 1));
    if (high != 0 && !(high == UINT64_MAX && low > INT64_MAX))
        return ITEM_FAULT(b, item, "an integer that does not fit 64 bits");
    node->type = PLIST_INTEGER;
    node->integer = (int64_t)low;
    node->is_unsigned = power == 4 && high == 0 && low > INT64_MAX;
    return true;
}

static bool read_double(struct binary *b, struct item *item, double *ret_value) {
    unsigned power = item->marker & 0x0F;
    if (power != 2 && power != 3)
        return ITEM_FAULT(b, item, "a real of 2^%u bytes, not 4 or 8", power);
    uint64_t bits = reader_uint_be(&item->r, (size_t)1 << power);
    uint32_t bits32 = (uint32_t)bits;
    float single;
    if (!reader_ok(&item->r))
        return ITEM_FAULT(b, item, "a real of %u bytes, but %llu bytes are left before the table of offsets", 1u << power,
                          (unsigned long long)(b->table_at - item->at - 1));
    memcpy(&single, &bits32, sizeof single);
    memcpy(ret_value, &bits, sizeof *ret_value);
    if (power == 2)
        *ret_value = (double)single;
    return true;
}

static bool read_real(struct binary *b, struct item *item, struct plist *node) {
    node->type = PLIST_REAL;
    return read_double(b, item, &node->real);
}

/* Seconds since 2001-01-01T00:00:00Z. */
static bool read_date(struct binary *b, struct item *item, struct plist *node) {
    const double epoch_2001 = 978307200, last_second = 7258118400; /* 2200-01-01 */
    double seconds;
    if (item->marker != 0x33)
        return ITEM_FAULT(b, item, "a date with the marker 0x%02x, not 0x33", item->marker);
    if (!read_double(b, item, &seconds))
        return false;
    node->type = PLIST_DATE;
    seconds += epoch_2001;
    node->date = TIMESTAMP_NONE;
    if (seconds >= 0 && seconds < last_second) {
        int64_t whole = (int64_t)seconds;
        node->date = whole * NS_PER_SECOND + (int64_t)((seconds - (double)whole) * 1e9);
    }
    return true;
}

static bool read_uid(struct binary *b, struct item *item, struct plist *node) {
    size_t width = (size_t)(item->marker & 0x0F) + 1;
    struct slice bytes = reader_bytes(&item->r, width);
    if (!reader_ok(&item->r))
        return ITEM_FAULT(b, item, "a UID of %zu bytes, but %llu bytes are left before the table of offsets", width,
                          (unsigned long long)(b->table_at - item->at - 1));
    uint64_t value = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        if (value > UINT32_MAX >> 8)
            return ITEM_FAULT(b, item, "a UID above 32 bits");
        value = value << 8 | bytes.data[i];
    }
    node->type = PLIST_UID;
    node->integer = (int64_t)value;
    return true;
}

static bool read_simple(struct binary *b, struct item *item, struct plist *node) {
    if (item->marker != 0x00 && item->marker != 0x08 && item->marker != 0x09)
        return ITEM_FAULT(b, item, "0x%02x is no kind of object", item->marker);
    node->type = item->marker == 0x00 ? PLIST_NULL : PLIST_BOOL;
    node->boolean = item->marker == 0x09;
    return true;
}

static bool read_array(struct binary *b, struct item *item, struct plist *node) {
    struct slice refs;
    uint64_t count = 0;
    node->type = PLIST_ARRAY;
    if (!read_run(b, item, b->ref_size, "array", &refs, &count))
        return false;
    node->n_items = (size_t)count;
    return true;
}

static bool read_dict(struct binary *b, struct item *item, struct plist *node) {
    struct slice refs;
    uint64_t count = 0;
    node->type = PLIST_DICT;
    if (!read_run(b, item, 2 * b->ref_size, "dictionary", &refs, &count))
        return false;
    node->n_items = (size_t)count;
    return true;
}

typedef bool read_kind(struct binary *b, struct item *item, struct plist *node);

/* By the upper four bits of the marker. */
static read_kind *const kinds[16] = {
    [0x0] = read_simple, [0x1] = read_integer, [0x2] = read_real,  [0x3] = read_date,  [0x4] = read_data, [0x5] = read_ascii,
    [0x6] = read_utf16,  [0x8] = read_uid,     [0xA] = read_array, [0xC] = read_array, [0xD] = read_dict};

/* Room for the children, and the container on the stack. `refs_end` is behind its references. */
static bool open_container(struct binary *b, const struct item *item, struct plist *node) {
    bool dict = node->type == PLIST_DICT;
    size_t n_refs = node->n_items * (dict ? 2 : 1);
    if (b->depth == PLIST_MAX_DEPTH)
        return ITEM_FAULT(b, item, "more than %d containers inside each other", PLIST_MAX_DEPTH);
    b->nodes_made += node->n_items;
    if (b->nodes_made > plist_limits.nodes)
        return ITEM_FAULT(b, item, "the list holds more than %zu values", plist_limits.nodes);
    struct visit v = {.object = item->number, .node = node, .n_refs = n_refs, .expanded = 1, .depth = 1};
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

static void finish(struct binary *b, uint64_t number, const struct plist *node, uint64_t expanded, uint8_t depth) {
    b->table[number] = (struct object){.node = node, .expanded = (uint32_t)expanded, .state = DONE, .depth = depth};
}

/* Reads an object that was not read before into `node`. A leaf is done; a container goes on the stack. */
static bool read_object(struct binary *b, uint64_t number, struct plist *node) {
    struct item item = {.number = number, .at = offset_of(b, number), .r = reader_of(b->objects)};
    if (item.at < HEADER_SIZE)
        return ITEM_FAULT(b, &item, "it points into the header");
    reader_seek(&item.r, (size_t)item.at);
    item.marker = reader_u8(&item.r);
    read_kind *read = kinds[item.marker >> 4];
    if (!read)
        return ITEM_FAULT(b, &item, "0x%02x is no kind of object", item.marker);
    *node = (struct plist){.offset = item.at};
    if (!read(b, &item, node))
        return false;
    if (node->type < PLIST_ARRAY) {
        finish(b, number, node, 1, 0);
        return true;
    }
    b->table[number].state = OPEN;
    return open_container(b, &item, node);
}

static bool next_ref(struct binary *b, const struct visit *v, uint64_t *ret_object) {
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
static bool count_child(struct binary *b, struct visit *v, const struct object *child) {
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

static bool take_key(struct binary *b, struct visit *v, uint64_t object) {
    struct object *o = &b->table[object];
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

static bool take_value(struct binary *b, struct visit *v, uint64_t object) {
    size_t index = v->next - (v->keys ? v->node->n_items : 0);
    struct object *o = &b->table[object];
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
static bool close_container(struct binary *b) {
    struct visit *v = &b->visits[b->depth - 1];
    finish(b, v->object, v->node, v->expanded, v->depth);
    uint64_t object = v->object;
    b->depth--;
    return b->depth == 0 || count_child(b, &b->visits[b->depth - 1], &b->table[object]);
}

static bool walk(struct binary *b) {
    while (b->depth) {
        struct visit *v = &b->visits[b->depth - 1];
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
    struct binary b = {.in = in};
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
