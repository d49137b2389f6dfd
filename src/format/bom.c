#include "format/bom.h"

#include "base/reader.h"

enum { MAX_NODE_DEPTH = 16, NODE_HEAD = 12, PAIR = 8 };

struct store {
    struct slice bytes, index; /* index: 8 bytes a block, block 0 first */
    uint32_t n_blocks;
    struct arena *arena;
};

struct block {
    struct slice bytes;
    size_t offset;
};

/* A block must lie in the file; the null block is none. */
static bool find_block(const struct store *s, uint32_t number, const char *what, struct block *ret, struct error *err) {
    if (number == 0 || number >= s->n_blocks)
        return error_set(err, "%s: block %u of %u is not there", what, number, s->n_blocks);
    struct reader r = reader_of(slice_sub(s->index, (size_t)number * PAIR, PAIR));
    uint32_t offset = reader_u32be(&r), length = reader_u32be(&r);
    if (offset > s->bytes.len || length > s->bytes.len - offset)
        return error_set(err, "%s: block %u (offset %u, %u bytes) lies past the end of the file (%zu bytes)", what, number, offset, length,
                         s->bytes.len);
    *ret = (struct block){slice_sub(s->bytes, offset, length), offset};
    return true;
}

/* A part of the file that the header names. */
static bool header_part(struct slice bytes, uint32_t offset, uint32_t length, const char *what, struct slice *ret, struct error *err) {
    if (offset > bytes.len || length > bytes.len - offset)
        return error_set(err, "%s (offset %u, %u bytes) lies past the end of the file (%zu bytes)", what, offset, length, bytes.len);
    *ret = slice_sub(bytes, offset, length);
    return true;
}

static bool open_store(struct slice bytes, struct arena *arena, struct store *ret, struct slice *ret_names, struct error *err) {
    struct slice index;
    if (bytes.len == 0)
        return error_set(err, "the file is empty");
    if (!slice_starts_with(bytes, "BOMStore"))
        return error_set(err, "not a bill of materials: it does not begin with BOMStore");
    struct reader r = reader_of(slice_from(bytes, 8));
    uint32_t version = reader_u32be(&r);
    reader_u32be(&r); /* blocks in use: the index tells */
    uint32_t index_at = reader_u32be(&r), index_len = reader_u32be(&r), names_at = reader_u32be(&r), names_len = reader_u32be(&r);
    if (!reader_ok(&r))
        return error_set(err, "the header is cut short");
    if (version != 1)
        return error_set(err, "version %u of the format; only 1 is known", version);
    if (!header_part(bytes, index_at, index_len, "the index of blocks", &index, err) ||
        !header_part(bytes, names_at, names_len, "the list of names", ret_names, err))
        return false;
    r = reader_of(index);
    uint32_t count = reader_u32be(&r);
    if (!reader_ok(&r) || count > reader_left(&r) / PAIR)
        return error_set(err, "the index promises %u blocks, but has %zu bytes", count, index.len);
    *ret = (struct store){.bytes = bytes, .index = slice_from(index, 4), .n_blocks = count, .arena = arena};
    return true;
}

/* The block of that name; *ret_number 0 where there is none. */
static bool find_name(struct slice names, const char *name, uint32_t *ret_number, struct error *err) {
    struct reader r = reader_of(names);
    uint32_t count = reader_u32be(&r), found = 0;
    for (uint32_t i = 0; i < count && reader_ok(&r); i++) {
        uint32_t number = reader_u32be(&r);
        struct slice key = reader_bytes(&r, reader_u8(&r));
        if (reader_ok(&r) && slice_is(key, name))
            found = number;
    }
    if (!reader_ok(&r))
        return error_set(err, "the list of names is cut short at its byte %zu", r.offset);
    *ret_number = found;
    return true;
}

/* ---- trees ---- */

struct tree {
    uint32_t leaf;    /* the first, 0 for none */
    uint32_t entries; /* as promised */
};

struct node {
    uint16_t leaf, count;
    uint32_t next;
    struct slice pairs;
};

static bool read_node(const struct store *s, uint32_t number, struct node *ret, struct error *err) {
    struct block b;
    if (!find_block(s, number, "a node of a tree", &b, err))
        return false;
    struct reader r = reader_of(b.bytes);
    struct node n = {.leaf = reader_u16be(&r), .count = reader_u16be(&r), .next = reader_u32be(&r)};
    reader_u32be(&r); /* the previous one */
    n.pairs = reader_bytes(&r, (size_t)n.count * PAIR);
    if (!reader_ok(&r))
        return error_set(err, "offset %zu: a node of %u entries has %zu bytes", b.offset, n.count, b.bytes.len);
    *ret = n;
    return true;
}

static bool open_tree(const struct store *s, uint32_t number, const char *what, struct tree *ret, struct error *err) {
    struct block b;
    if (!find_block(s, number, what, &b, err))
        return false;
    struct reader r = reader_of(b.bytes);
    struct slice magic = reader_bytes(&r, 4);
    reader_u32be(&r); /* version */
    uint32_t root = reader_u32be(&r);
    reader_u32be(&r); /* size of a node */
    struct tree t = {.entries = reader_u32be(&r)};
    if (!reader_ok(&r) || !slice_is(magic, "tree"))
        return error_set(err, "%s: no tree at offset %zu", what, b.offset);
    for (unsigned depth = 0; root; depth++) {
        struct node n;
        if (depth == MAX_NODE_DEPTH)
            return error_set(err, "%s: its tree is deeper than %d nodes", what, MAX_NODE_DEPTH);
        if (!read_node(s, root, &n, err))
            return error_wrap(err, "%s", what);
        if (n.leaf || n.count == 0) {
            t.leaf = root;
            break;
        }
        r = reader_of(n.pairs);
        root = reader_u32be(&r);
    }
    *ret = t;
    return true;
}

typedef bool take_pair(void *context, uint32_t first, uint32_t second, struct error *err);

/* Each pair of each leaf, in order. Leaves that lead back to each other end at the number of blocks there are. */
static bool each_pair(const struct store *s, const struct tree *t, take_pair *take, void *context, struct error *err) {
    uint32_t visited = 0;
    for (uint32_t number = t->leaf; number; visited++) {
        struct node n;
        if (visited >= s->n_blocks)
            return error_set(err, "the leaves of a tree lead back to each other");
        if (!read_node(s, number, &n, err))
            return false;
        struct reader r = reader_of(n.pairs);
        for (uint16_t i = 0; i < n.count; i++) {
            uint32_t first = reader_u32be(&r), second = reader_u32be(&r);
            if (!take(context, first, second, err))
                return false;
        }
        number = n.next;
    }
    return true;
}

/* ---- paths ---- */

struct path_entry {
    uint32_t id, parent, known; /* known: block of what is known of it */
    struct slice name;
};

struct reading {
    struct store store;
    struct path_entry *paths;
    struct bom_entry *entries;
    uint32_t *by_id; /* index + 1 of the path with that id */
    size_t n, room, most_id;
};

static bool zero_ended(struct reader *r, struct slice *ret) {
    struct slice rest = slice_from(r->bytes, r->offset);
    size_t end = slice_find_byte(rest, 0);
    *ret = slice_sub(rest, 0, end);
    return reader_ok(r) && end != SLICE_NOT_FOUND;
}

static bool read_known(struct slice bytes, struct bom_entry *e) {
    struct reader r = reader_of(bytes);
    e->type = reader_u8(&r);
    reader_u8(&r);
    e->only_path = (reader_u16be(&r) & 0x000F) == 0;
    if (e->only_path)
        return reader_ok(&r);
    e->mode = reader_u16be(&r);
    e->uid = reader_u32be(&r);
    e->gid = reader_u32be(&r);
    e->modified = reader_u32be(&r);
    e->size = reader_u32be(&r);
    reader_u8(&r);
    if (e->type == BOM_FILE || e->type == BOM_LINK)
        e->checksum = reader_u32be(&r);
    if (e->type == BOM_LINK) {
        uint32_t length = reader_u32be(&r);
        struct slice target = reader_bytes(&r, length);
        e->target = slice_sub(target, 0, target.len && target.data[target.len - 1] == 0 ? target.len - 1 : target.len);
    }
    return reader_ok(&r);
}

static bool take_path(void *context, uint32_t first, uint32_t second, struct error *err) {
    struct reading *w = context;
    struct block info, file, known;
    if (w->n == w->room)
        return error_set(err, "more paths than the %zu that its tree promises", w->room);
    if (!find_block(&w->store, first, "a path", &info, err) || !find_block(&w->store, second, "the name of a path", &file, err))
        return false;
    struct path_entry *p = &w->paths[w->n];
    struct bom_entry *e = &w->entries[w->n];
    struct reader r = reader_of(info.bytes);
    p->id = reader_u32be(&r);
    p->known = reader_u32be(&r);
    if (!reader_ok(&r))
        return error_set(err, "offset %zu: a path is cut short", info.offset);
    r = reader_of(file.bytes);
    p->parent = reader_u32be(&r);
    if (!zero_ended(&r, &p->name))
        return error_set(err, "offset %zu: the name of a path has no end", file.offset);
    if (!find_block(&w->store, p->known, "what is known of a path", &known, err))
        return false;
    e->offset = known.offset;
    if (!read_known(known.bytes, e))
        return error_set(err, "offset %zu: what is known of \"%.*s\" is cut short", known.offset, SLICE_ARG(slice_sub(p->name, 0, 200)));
    if (p->id == 0 || p->id > w->most_id || w->by_id[p->id])
        return error_set(err, "offset %zu: the number %u of a path is %s", info.offset, p->id,
                         p->id && p->id <= w->most_id ? "used twice" : "beyond what its tree promises");
    w->by_id[p->id] = (uint32_t)++w->n;
    return true;
}

/* The path of a parent is made before those in it, so a walk up ends at the first one that has its own. */
static bool make_path(struct reading *w, size_t index, struct error *err) {
    uint32_t chain[BOM_MAX_DEPTH];
    size_t depth = 0;
    for (uint32_t at = (uint32_t)index;; at = w->by_id[w->paths[at].parent] - 1) {
        if (w->entries[at].path.data)
            break;
        if (depth == BOM_MAX_DEPTH)
            return error_set(err, "path %u lies in more than %d folders, or in itself", w->paths[index].id, BOM_MAX_DEPTH);
        chain[depth++] = at;
        uint32_t parent = w->paths[at].parent;
        if (parent == 0)
            break;
        if (parent > w->most_id || !w->by_id[parent])
            return error_set(err, "path %u lies in folder %u, which is not in the list", w->paths[at].id, parent);
    }
    while (depth-- > 0) {
        const struct path_entry *p = &w->paths[chain[depth]];
        struct slice above = p->parent ? w->entries[w->by_id[p->parent] - 1].path : slice_of(NULL, 0), path = p->name;
        if (above.len && !slice_is(above, ".")) {
            if (above.len + 1 + p->name.len > BOM_MAX_PATH)
                return error_set(err, "path %u is longer than %d bytes", p->id, BOM_MAX_PATH);
            path = slice_str(arena_printf(w->store.arena, "%.*s/%.*s", SLICE_ARG(above), SLICE_ARG(p->name)));
        }
        if (!path.data)
            return error_set(err, "its paths do not fit into the memory allowed for one file");
        w->entries[chain[depth]].path = path;
    }
    return true;
}

/* ---- sizes of 4 GiB and more: {size} and the block of what is known of the file ---- */

static bool take_size(void *context, uint32_t first, uint32_t second, struct error *err) {
    struct reading *w = context;
    struct block size, known;
    if (!find_block(&w->store, first, "a large size", &size, err) ||
        !find_block(&w->store, second, "the file of a large size", &known, err))
        return false;
    struct reader r = reader_of(size.bytes), k = reader_of(known.bytes);
    uint64_t bytes = reader_u64be(&r);
    uint32_t number = reader_u32be(&k);
    for (size_t i = 0; reader_ok(&r) && reader_ok(&k) && i < w->n; i++)
        if (w->paths[i].known == number)
            w->entries[i].size = bytes;
    return true;
}

static bool read_large_sizes(struct reading *w, struct slice names, struct error *err) {
    enum { MOST = 1024 }; /* files of 4 GiB in one package */
    uint32_t number;
    struct tree t;
    if (!find_name(names, "Size64", &number, err))
        return false;
    if (number == 0)
        return true;
    if (!open_tree(&w->store, number, "Size64", &t, err))
        return false;
    if (t.entries == 0)
        return true;
    return t.entries > MOST ? error_set(err, "%u files of more than 4 GiB", t.entries) : each_pair(&w->store, &t, take_size, w, err);
}

bool bom_parse(struct slice bytes, struct arena *arena, struct bom *ret_bom, struct error *err) {
    struct reading w = {0};
    struct slice names;
    struct tree paths;
    uint32_t number;
    if (!open_store(bytes, arena, &w.store, &names, err) || !find_name(names, "Paths", &number, err))
        return false;
    if (number == 0)
        return error_set(err, "it lists no Paths");
    if (!open_tree(&w.store, number, "Paths", &paths, err))
        return false;
    if (paths.entries > BOM_MAX_ENTRIES || paths.entries > bytes.len / PAIR)
        return error_set(err, "its tree promises %u paths: more than its %zu bytes can hold, or than the %d that are read", paths.entries,
                         bytes.len, BOM_MAX_ENTRIES);
    w.room = paths.entries;
    w.most_id = (size_t)paths.entries * 2 + 1024; /* numbers of paths that were taken out again leave gaps */
    w.paths = arena_array(arena, w.room, sizeof *w.paths);
    w.entries = arena_array(arena, w.room, sizeof *w.entries);
    w.by_id = arena_array(arena, w.most_id + 1, sizeof *w.by_id);
    if (!w.paths || !w.entries || !w.by_id)
        return error_set(err, "its paths do not fit into the memory allowed for one file");
    if (!each_pair(&w.store, &paths, take_path, &w, err) || !read_large_sizes(&w, names, err))
        return false;
    for (size_t i = 0; i < w.n; i++)
        if (!make_path(&w, i, err))
            return false;
    if (w.n < w.room)
        return error_set(err, "its tree promises %zu paths and holds %zu", w.room, w.n);
    *ret_bom = (struct bom){.entries = w.entries, .n_entries = w.n};
    return true;
}

const char *bom_type_name(int type) {
    static const char *const names[] = {"other", "file", "folder", "link", "device"};
    return names[type >= BOM_FILE && type <= BOM_DEVICE ? type : 0];
}
