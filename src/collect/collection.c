#include "collect/collection.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "os/files.h"

enum { ARENA_BYTES = 64 << 20, CHUNK = 64 << 10 };

struct collection *collection_open(const struct collect_options *options, struct error *err) {
    struct arena *arena = arena_new(ARENA_BYTES);
    struct collection *c = arena ? arena_alloc(arena, sizeof *c) : NULL;
    if (!c) {
        arena_free(arena);
        error_set(err, "out of memory");
        return NULL;
    }
    *c = (struct collection){.options = *options, .arena = arena, .spool = os_temporary_file(options->temporary, err)};
    if (c->spool >= 0)
        return c;
    arena_free(arena);
    return NULL;
}

void collection_close(struct collection *c) {
    if (!c)
        return;
    close(c->spool);
    arena_free(c->arena);
}

struct collect_item *collection_add(struct collection *c, const char *path) {
    if (c->n_items == c->capacity) {
        size_t wider = c->capacity ? 2 * c->capacity : 256;
        struct collect_item *items = wider <= 2 * COLLECTION_MOST_ITEMS ? arena_array(c->arena, wider, sizeof *items) : NULL;
        if (!items)
            return NULL;
        if (c->n_items)
            memcpy(items, c->items, c->n_items * sizeof *items);
        c->items = items;
        c->capacity = wider;
    }
    if (c->n_items >= COLLECTION_MOST_ITEMS)
        return NULL;
    const char *copy = arena_string(c->arena, slice_str(path));
    if (!copy)
        return NULL;
    struct collect_item *item = &c->items[c->n_items++];
    *item = (struct collect_item){.path = copy, .mode = 0644, .modified = c->options.now, .listed = UINT64_MAX};
    return item;
}

bool collection_has(const struct collection *c, const char *path) {
    for (size_t i = 0; i < c->n_items; i++)
        if (strcmp(c->items[i].path, path) == 0)
            return true;
    return false;
}

/* What was begun is taken back, so that one file that does not fit costs only itself. */
static bool give_up(struct collection *c, struct collect_item *item, const char *why) {
    item->problem = arena_printf(c->arena, "%s", why);
    item->held = false;
    c->used = item->offset;
    item->size = 0;
    int cut = ftruncate(c->spool, (off_t)c->used);
    (void)cut;
    lseek(c->spool, (off_t)c->used, SEEK_SET);
    return false;
}

bool collection_take(struct collection *c, struct collect_item *item, int fd, uint64_t most) {
    uint8_t chunk[CHUNK];
    struct error why;
    item->offset = c->used;
    item->size = 0;
    item->held = true;
    while (item->size < most) {
        uint64_t left = most - item->size;
        ssize_t n = read(fd, chunk, left < sizeof chunk ? (size_t)left : sizeof chunk);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            item->problem = arena_printf(c->arena, "it cannot be read further: %s", strerror(errno));
            item->cut = true;
            return item->size > 0 ? true : give_up(c, item, item->problem);
        }
        if (n == 0)
            return true;
        if (c->used + (uint64_t)n > COLLECTION_MOST_BYTES)
            return give_up(c, item, "the collection would become too large");
        if (!os_write_all(c->spool, slice_of(chunk, (size_t)n))) {
            error_set(&why, "there is no room for it in the temporary folder: %s", strerror(errno));
            return give_up(c, item, why.text);
        }
        c->used += (uint64_t)n;
        item->size += (uint64_t)n;
    }
    return true;
}

void collection_shorten(struct collection *c, struct collect_item *item, uint64_t size) {
    if (size < item->size && item->offset + item->size == c->used) {
        c->used = item->offset + size;
        lseek(c->spool, (off_t)c->used, SEEK_SET);
    }
    item->size = size < item->size ? size : item->size;
}

size_t collection_peek(const struct collection *c, const struct collect_item *item, uint64_t offset, void *bytes, size_t capacity) {
    if (offset >= item->size)
        return 0;
    uint64_t left = item->size - offset;
    ssize_t n = pread(c->spool, bytes, left < capacity ? (size_t)left : capacity, (off_t)(item->offset + offset));
    return n > 0 ? (size_t)n : 0;
}

static int by_path(const void *a, const void *b) {
    const struct collect_item *x = a, *y = b;
    return strcmp(x->path, y->path);
}

void collection_sort(struct collection *c) {
    if (c->n_items)
        qsort(c->items, c->n_items, sizeof *c->items, by_path);
}

const struct evidence_held *collection_held(struct collection *c, size_t *ret_n) {
    struct evidence_held *held = arena_array(c->arena, c->n_items, sizeof *held);
    size_t n = 0;
    for (size_t i = 0; held && i < c->n_items; i++) {
        const struct collect_item *item = &c->items[i];
        if (item->held)
            held[n++] = (struct evidence_held){.path = item->path,
                                               .offset = item->offset,
                                               .size = item->size,
                                               .modified = item->modified,
                                               .owner = item->owner,
                                               .mode = item->mode};
    }
    *ret_n = n;
    return held;
}
