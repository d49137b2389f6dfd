#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { BLOCK_SIZE = 64 * 1024, ALIGNMENT = 16 };

struct block {
    struct block *next;
    size_t size, used;
    _Alignas(ALIGNMENT) uint8_t bytes[];
};

struct arena {
    struct block *blocks; /* the first is the one being filled */
    size_t limit, used;
};

struct arena *arena_new(size_t limit) {
    struct arena *arena = calloc(1, sizeof *arena);
    if (arena)
        arena->limit = limit;
    return arena;
}

void arena_reset(struct arena *arena) {
    for (struct block *b = arena->blocks, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    arena->blocks = NULL;
    arena->used = 0;
}

void arena_free(struct arena *arena) {
    if (!arena)
        return;
    arena_reset(arena);
    free(arena);
}

size_t arena_used(const struct arena *arena) { return arena->used; }

static struct block *add_block(struct arena *arena, size_t size) {
    size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
    struct block *b = malloc(sizeof *b + room);
    if (!b)
        return NULL;
    *b = (struct block){.size = room};
    /* A block made for one large thing goes behind the one being filled. */
    if (size > BLOCK_SIZE && arena->blocks) {
        b->next = arena->blocks->next;
        arena->blocks->next = b;
    } else {
        b->next = arena->blocks;
        arena->blocks = b;
    }
    return b;
}

void *arena_alloc(struct arena *arena, size_t size) {
    if (size > SIZE_MAX - ALIGNMENT)
        return NULL;
    size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    if (size > arena->limit - arena->used)
        return NULL;
    struct block *b = arena->blocks;
    if (!b || b->size - b->used < size)
        b = add_block(arena, size);
    if (!b)
        return NULL;
    void *p = b->bytes + b->used;
    b->used += size;
    arena->used += size;
    return memset(p, 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size) {
    if (size && count > SIZE_MAX / size)
        return NULL;
    return arena_alloc(arena, count * size);
}

char *arena_string(struct arena *arena, struct slice s) {
    if (s.len == SIZE_MAX)
        return NULL;
    char *copy = arena_alloc(arena, s.len + 1);
    if (copy && s.len)
        memcpy(copy, s.data, s.len);
    return copy;
}

struct slice arena_slice(struct arena *arena, struct slice s) {
    char *copy = arena_string(arena, s);
    return copy ? slice_of(copy, s.len) : slice_of(NULL, 0);
}

char *arena_printf(struct arena *arena, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = length < 0 ? NULL : arena_alloc(arena, (size_t)length + 1);
    if (text)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}
